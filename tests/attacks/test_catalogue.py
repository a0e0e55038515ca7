"""Every known attack and cheat is stood for by a program of the suite, or by a reason that holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from judge.errors import UsageError
from judge.redteam import catalogue, suite
from judge.redteam.suite import Attack
from judge.redteam.table import BEGIN, END

ROOT = Path(__file__).resolve().parents[2]
ATTACKS = suite.attacks()
GROUPS = {"A": range(1, 10), "B": range(10, 25), "C": range(25, 37), "D": range(37, 49), "E": range(49, 51)}


def test_the_catalogue_is_whole():
    cheats = [f"{group}{number}" for group, numbers in GROUPS.items() for number in numbers]
    assert list(catalogue.titles()) == [*map(str, range(1, 112)), *cheats]


def test_every_entry_is_stood_for():
    assert catalogue.uncovered(ATTACKS) == []


def test_an_entry_that_nothing_stands_for_is_noticed():
    assert catalogue.uncovered(one for one in ATTACKS if "fork_bomb" not in one.name) == ["18", "19"]


def test_programs_name_no_other_entries():
    assert {number for one in ATTACKS for number in one.covers} <= set(catalogue.titles())


def test_a_reason_stands_only_where_no_program_does():
    covered = {number for one in ATTACKS for number in one.covers}
    assert not covered & {one.number for one in catalogue.elsewhere()}


def test_tests_that_reasons_name_are_there():
    named = [path for one in catalogue.elsewhere() for path in re.findall(r"tests/[\w/]+\.py(?:::\w+)?", one.why)]
    assert len(named) >= 4
    for path, _, function in (one.partition("::") for one in named):
        assert f"def {function}" in (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_a_program_says_what_it_does(attack):
    assert attack.about.endswith(".")
    assert attack.verdicts


@pytest.mark.parametrize("header", ["# verdict: fine\n", "# covers: 1\n", "# verdict: accepted\n# bytes: no such\n"])
def test_a_wrong_header_is_told_with_its_file(tmp_path, header):
    path = tmp_path / "kind/program.py"
    path.parent.mkdir()
    path.write_text(f'"""Does nothing."""\n{header}')
    with pytest.raises(UsageError, match=r"program\.py.*header"):
        Attack.read(path)


def test_attacks_are_chosen_by_name_kind_and_number():
    names = {one.name for one in suite.attacks(["own/mounts", "traps", "18", "sleep"])}
    assert {"own/mounts", "limits/fork_bomb", "limits/sleep", "traps/leak_by_keys"} <= names
    assert "own/sockets" not in names


def test_a_word_that_chooses_nothing_is_a_wrong_call():
    with pytest.raises(UsageError, match="no attack"):
        suite.attacks(["own/mounts", "no-such-attack"])


def test_the_results_in_the_documentation_are_of_these_attacks():
    """`judge redteam --json` and `python -m judge.redteam` make them anew; that they were contained is in them too."""
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    table = text.partition(BEGIN)[2].partition(END)[0]
    for one in ATTACKS:
        entry = f"{one.name.partition('/')[2]} ({' '.join(one.covers)})" if one.covers else one.name.partition("/")[2]
        assert entry in table, one.name
    assert "not contained" not in table
