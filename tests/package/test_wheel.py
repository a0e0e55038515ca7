"""The wheel, built and installed as a user would have it: what is in it, what can be imported, and that it works."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.xdist_group("wheel")  # one worker builds and installs for all
GENERIC_NAMES = ("sandbox", "challenges", "reference", "redteam", "authoring", "tests", "benchmarks", "examples")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # No isolation: the test needs no network.
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def members(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def python(wheel: Path) -> Iterator[Path]:
    """A fresh virtual environment that has our dependencies, and of ours only the wheel.

    The dependencies are hard links to those of this environment: torch is neither downloaded nor copied.
    """
    folder = Path(sys.prefix).with_name(f".wheel-test-{os.getpid()}")
    try:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        inside = folder / "bin" / "python"
        question = "import sysconfig; print(sysconfig.get_path('purelib'))"
        packages = subprocess.run([inside, "-c", question], check=True, text=True, capture_output=True).stdout.strip()
        link_dependencies(Path(sysconfig.get_path("purelib")), Path(packages))
        flags = ["--no-deps", "--no-index", "--quiet"]
        install = [sys.executable, "-m", "pip", "--python", str(inside), "install", *flags, str(wheel)]
        subprocess.run(install, check=True)
        yield inside
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def link_dependencies(source: Path, target: Path) -> None:
    """Links everything of `source` except our own editable install: its .pth file and its metadata."""
    ours = shutil.ignore_patterns("judge", "judge-*.dist-info", "_editable_impl_judge*", "_judge.pth")
    shutil.copytree(source, target, copy_function=os.link, ignore=ours, dirs_exist_ok=True)


def run(python: Path, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LANG": "C.UTF-8"}
    return subprocess.run([python, *arguments], cwd=cwd, env=environment, text=True, capture_output=True, timeout=300)


def judge(python: Path, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return run(python, python.with_name("judge"), *arguments, cwd=cwd)


def test_only_judge_is_ours_at_the_top(members: set[str]) -> None:
    tops = {name.split("/")[0] for name in members}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"judge"}


@pytest.mark.parametrize("folder", ["sandbox", "challenges", "reference", "redteam", "authoring"])
def test_payload_is_complete(members: set[str], folder: str) -> None:
    tracked = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, check=True, text=True, capture_output=True)
    wanted = {f"judge/payload/{name}" for name in tracked.stdout.split("\0") if name}
    assert wanted
    assert wanted <= members


@pytest.mark.parametrize("name", ["Dockerfile", "constraints.txt"])
def test_files_for_the_image_travel_too(members: set[str], name: str) -> None:
    assert f"judge/payload/{name}" in members


def test_no_rubbish_is_packed(members: set[str]) -> None:
    assert not [name for name in members if name.endswith(".pyc") or "__pycache__" in name or "/." in name]


def test_an_editable_install_copies_no_challenge(tmp_path: Path) -> None:
    # A copy of a hidden test in site-packages would lie where every sandbox shows the frameworks.
    code = "import sys, hatchling.build as b; print(b.build_editable(sys.argv[1]))"
    build = [sys.executable, "-c", code, str(tmp_path)]
    name = subprocess.run(build, cwd=ROOT, check=True, text=True, capture_output=True).stdout.splitlines()[-1]
    with zipfile.ZipFile(tmp_path / name) as archive:
        files = {member for member in archive.namelist() if ".dist-info/" not in member}
        assert files == {"_judge.pth", "judge/payload/Dockerfile", "judge/payload/constraints.txt"}
        assert archive.read("_judge.pth").decode().strip() == str(ROOT)


def test_license_travels(members: set[str]) -> None:
    assert any(name.endswith("LICENSE") for name in members)


def test_no_generic_name_can_be_imported(python: Path, tmp_path: Path) -> None:
    code = "import importlib.util as u, json, sys; print(json.dumps([n for n in sys.argv[1:] if u.find_spec(n)]))"
    found = run(python, "-I", "-c", code, "judge", *GENERIC_NAMES, cwd=tmp_path)
    assert json.loads(found.stdout) == ["judge"], found.stderr


def test_judge_is_the_installed_one(python: Path, tmp_path: Path) -> None:
    found = run(python, "-I", "-c", "import judge; print(judge.__file__)", cwd=tmp_path)
    assert Path(found.stdout.strip()).is_relative_to(python.parents[1]), found.stderr


def test_help_works_from_anywhere(python: Path, tmp_path: Path) -> None:
    found = judge(python, "--help", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "submit" in found.stdout


def test_list_holds_the_shipped_challenges(python: Path, tmp_path: Path) -> None:
    found = judge(python, "list", "--json", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    listed = {entry["id"] for entry in json.loads(found.stdout)}
    assert listed == {path.parent.name for path in (ROOT / "challenges").glob("*/challenge.toml")}
    assert "attention" in listed


# Stands at the end of a right submission: an installed judge lies beside torch, where the sandbox must look.
CANARY = """
import pathlib
import sys

packages = [pathlib.Path(folder) for folder in sys.path if pathlib.Path(folder, "torch").is_dir()]
assert packages, "torch lies nowhere on the path"
seen = [path for folder in packages for path in folder.glob("judge*/**/*") if path.is_file()]
assert not seen, f"the sandbox shows {seen[:3]}"
"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")
def test_submit_works_from_anywhere_and_shows_nothing_of_the_judge(python: Path, tmp_path: Path) -> None:
    (tmp_path / "attention.py").write_text((ROOT / "examples" / "attention.py").read_text() + CANARY)
    flags = ["--sandbox", "bubblewrap", "--no-runtime", "--json", "-"]
    found = judge(python, "submit", "attention.py", *flags, cwd=tmp_path)
    report = json.loads(found.stdout)
    assert (report["verdict"], report["reason"]) == ("accepted", f"All {len(report['tests'])} tests passed.")
    assert found.returncode == 0, found.stderr


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")
def test_the_attacks_travel_and_are_contained(python: Path, tmp_path: Path) -> None:
    flags = ["--sandbox", "bubblewrap", "--only", "steal/walk_every_file", "--only", "own/mounts"]
    found = judge(python, "redteam", *flags, cwd=tmp_path)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "2 of 2 attacks contained by bubblewrap, 2 of 2 controls right" in found.stdout
