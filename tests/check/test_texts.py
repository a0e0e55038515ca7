"""What is said of a challenge's texts, and where."""

from __future__ import annotations

from typing import Any

import pytest

from judge.check.form import line_of, read
from judge.check.lint import lint
from judge.check.names import names
from judge.findings import Finding

ID = "weighted-rows"


def said(findings: list[Finding]) -> list[str]:
    return [f"{one.kind} {one.subject}: {one.message}" for one in findings]


def test_the_challenge_as_it_should_be(pack: Any) -> None:
    challenge, faults = read(pack.catalog(), ID)
    assert faults == []
    assert challenge is not None
    assert said([*lint(challenge), *names(challenge)]) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("wall_s = 2", "wall_s = 0", "schema challenge.toml:10: limits.wall_s: write a number greater than 0"),
        ('title = "', 'titel = "', "schema challenge.toml:2: titel: is no field; did you mean title?"),
        ('"weigh"', '"no name"', "schema challenge.toml:7: entry_points: 'no name' is no Python name"),
        ('title = "Weighted rows"\n', "", "schema challenge.toml: title: is missing; write title = ..."),
        ("[limits]", "[limits", "is no valid TOML"),
    ],
)
def test_a_fault_of_the_form_has_its_line(pack: Any, old: str, new: str, told: str) -> None:
    pack.edit("challenge.toml", old, new)
    challenge, faults = read(pack.catalog(), ID)
    assert challenge is None
    assert any(told in one for one in said(faults)), said(faults)


def test_lines_are_found() -> None:
    text = 'a = 1\n[limits]\n# b\nwall_s = 2\n[runtime]\nat_most = 3\nlist = [\n "x",\n]\n'
    assert [line_of(text, field) for field in ("a", "limits.wall_s", "runtime.at_most", "runtime.list.0")] == [
        1,
        4,
        6,
        7,
    ]
    assert [line_of(text, field) for field in ("limits.absent", "limits", "absent")] == [2, None, None]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("statement.md", "# Weighted", "Weighted", "lint statement.md: begin it with a title"),
        ("statement.md", "## Example", "## More", "lint statement.md: add a heading 'Example'"),
        ("statement.md", "256 MiB", "memory", "lint statement.md: say the limit limits.memory_mb, which is 256"),
        ("statement.md", "40 times", "400 times", "lint statement.md: say the limit runtime.at_most, which is 40"),
        ("statement.md", "weigh", "wiegh", "names statement.md: does not mention the entry point weigh"),
        ("stub.py", "def weigh(", "def wiegh(", "names stub.py: does not define the entry point weigh"),
        ("stub.py", "(x, w)", "(w, x)", "names stub.py: weigh has the arguments ['w', 'x'] here and ['x', 'w']"),
        ("stub.py", "(x, w):", "(x, w:", "names stub.py: is no valid Python: '(' was never closed in line 2"),
        ("reference", "def weigh(", "def wiegh(", "names reference: does not define the entry point weigh"),
        ("hidden/test_weigh.py", 'compare("weigh"', 'compare("wiegh"', "names hidden/test_weigh.py:8: 'wiegh' is none"),
        (
            "hidden/test_weigh.py",
            "import numpy as np",
            "import torch",
            "lint hidden/test_weigh.py:1: a hidden test runs",
        ),
        ("hidden/test_weigh.py", "@pytest.mark.timed\n", "", "lint hidden: mark one test with @pytest.mark.timed"),
        ("hidden/test_weigh.py", 'compare("weigh"', 'compare.probe("two"', "probe.py has no function two"),
        ("submissions/wrong_answer/no_scale.py", '"""', "# ", "begin it with a docstring of one line"),
        (
            "reference",
            "import math",
            "import math  # TODO: say why",
            "lint reference/weighted-rows.py:3: to do: say why",
        ),
    ],
)
def test_each_text_is_read(pack: Any, name: str, old: str, new: str, told: str) -> None:
    pack.edit(name, old, new)
    challenge = pack.challenge()
    assert any(told in one for one in said([*lint(challenge), *names(challenge)]))


@pytest.mark.parametrize(
    ("probe", "told"),
    [
        ("def two(x):\n    return x\n", "two gets the loaded file first"),
        ("def three(submission):\n    return 1\n", "no hidden test uses three"),
        ("def two(", "names probe.py: is no valid Python"),
    ],
)
def test_probes_are_read(pack: Any, probe: str, told: str) -> None:
    pack.write({"probe.py": probe})
    pack.edit(
        "hidden/test_weigh.py",
        "def test_large(compare, rng):",
        'def test_large(compare, rng):\n    compare.probe("two", 1)',
    )
    assert any(told in one for one in said(list(names(pack.challenge()))))


def test_programs_of_every_kind_are_due(pack: Any) -> None:
    for wrong in sorted((pack.folder / "submissions/wrong_answer").glob("*.py"))[3:]:
        wrong.unlink()
    (pack.folder / "submissions/accepted/logs.py").unlink()
    pack.write({"submissions/wrong/a.py": ""})
    found = said(list(lint(pack.challenge())))
    assert any("submissions/wrong_answer: holds 3 of the 4 programs" in one for one in found)
    assert any("submissions/accepted: holds 1 of the 2 programs" in one for one in found)
    assert any("submissions/wrong: is named after no verdict" in one for one in found)
