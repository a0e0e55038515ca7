"""README's promises: two shell blocks, and nothing in the documents that is not there."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
SHELL = re.compile(r"^```(?:sh|bash|shell|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_readme_has_exactly_two_fenced_blocks_both_shell() -> None:
    assert len(SHELL.findall(README)) == 2
    assert README.count("```") == 4


def test_first_block_installs_with_the_constraints_and_grades_the_example() -> None:
    lines = SHELL.findall(README)[0].splitlines()
    assert lines[-1] == ".venv/bin/judge submit examples/attention.py"
    assert all("--constraint constraints.txt" in line for line in lines if "pip install" in line)


def test_second_block_runs_every_test_once() -> None:
    many, alone = SHELL.findall(README)[1].splitlines()
    assert many.startswith(".venv/bin/python -m pytest -n ")
    assert many.endswith(' -m "not serial"')
    assert alone == ".venv/bin/python -m pytest -m serial"


@pytest.mark.parametrize("block", [0, 1])
def test_blocks_are_valid_shell(block: int) -> None:
    checked = subprocess.run(["sh", "-n"], input=SHELL.findall(README)[block], text=True, capture_output=True)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text())
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (document.parent / target).exists()] == []


def test_the_architecture_page_names_every_module() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    modules = [path.name for path in (ROOT / "judge").iterdir() if path.name[0].isalpha() and path.is_dir()]
    modules += [path.name for path in (ROOT / "judge").glob("[!_]*.py")]
    assert "wire.py" in modules
    assert [name for name in modules if not re.search(rf"\b{re.escape(name)}", page)] == []


def test_every_dependency_is_pinned() -> None:
    constraints = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {canonical(line.split("==")[0]) for line in constraints if "==" in line}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    assert {canonical(re.split(r"[^A-Za-z0-9_.-]", dependency)[0]) for dependency in wanted} <= pinned


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_installed_torch_is_the_pinned_one() -> None:
    code = "import importlib.metadata as m; print(m.version('torch').split('+')[0])"
    found = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=True).stdout.strip()
    assert f"torch=={found}" in (ROOT / "constraints.txt").read_text().splitlines()
