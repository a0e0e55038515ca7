"""What a program prints, raises or is called gives no order to the CI system whose log it comes to stand in."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.commands.judging import failure_report
from judge.report import joblog
from judge.report.jsonout import to_json
from judge.report.junit import to_junit

from .conftest import MAIN, RIGHT, Done, environment

NAMES = "error|warning|notice|debug|group|endgroup|add-mask|add-matcher|set-output|set-env|save-state|stop-commands"
COMMANDS = ["::error::e", "::stop-commands::t", "::set-output name=a::b", "##[set-env name=A]b", "##[add-mask]m"]
COMMANDS += ["##vso[task.setvariable variable=a]b", "##teamcity[buildStatus status='SUCCESS']"]


def obeyed(text: str) -> list[str]:
    """The lines that a runner obeys, by the rules of GitHub's own parser, and of Azure's and TeamCity's."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        first = re.match(rf"\s*::({NAMES})( [^:]*)?::", line)
        anywhere = re.search(rf"##\[({NAMES})[ \]]|##vso\[|##teamcity\[", line)
        if first or anywhere:
            found.append(line)
    return found


PRINTS = f"""
import os
for order in {COMMANDS!r}:
    print(order)
    print("  \\t" + order)
    print("x" * 115 + " " + order)
    print("\\x1b[0m" + order, flush=True)
    os.write(2, b"\\r" + order.encode() + b"\\r\\n\\x00" + order.encode() + b"\\n")
"""
# Every word is an order: wherever the line is folded, one stands first.
WORDS = " ".join(["::error::e", "::add-mask::m", "##[add-mask]m"] * 12)
RAISES = f"raise type({COMMANDS[0]!r}, (Exception,), {{}})({WORDS!r})"


def test_the_commands_are_commands() -> None:
    assert len(obeyed("\n".join(COMMANDS))) == len(COMMANDS)
    assert not obeyed("aten::mean\n## [a](b)\nx ::error::y")


@pytest.mark.parametrize("options", [(), ("--reveal",)])
@pytest.mark.parametrize("program", [PRINTS + RIGHT, RAISES], ids=["prints", "raises"])
def test_no_output_of_the_judge_is_obeyed(submit: Callable[..., Done], program: str, options: tuple[str, ...]) -> None:
    for columns in ("40", "80", "120"):
        done = submit(program, *options, "--junit", "report.xml", COLUMNS=columns)
        assert done.code in (0, 1), done.err
        assert obeyed(done.out) == obeyed(done.err) == []
    if options:  # it was there to be printed
        told = json.dumps(done.report)
        assert all(order in told for order in ("::error::e", "add-mask"))


UNGUARDED = f"from judge.report.joblog import JobLog; JobLog.around = lambda stream: stream; {MAIN}"


def test_without_the_guard_it_would_be_obeyed(submit: Callable[..., Done]) -> None:
    done = submit(RAISES, COLUMNS="40", main=UNGUARDED)
    assert any(line.startswith(("::error::", "::add-mask")) for line in obeyed(done.out))
    assert any("##[" in line for line in obeyed(done.out))


def test_a_file_name_is_not_obeyed(tmp_path: Path, pack: Path) -> None:
    for name in ("::error::x.py", "a\n::error::b.py", "##[add-mask]c.py"):
        command = [sys.executable, "-c", MAIN, "submit", name, "--pack", str(pack)]
        done = subprocess.run(
            command, env=environment(), cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 2
        assert "cannot be opened" in done.stderr
        assert obeyed(done.stdout + done.stderr) == []


def test_json_and_junit_hold_no_command() -> None:
    reason = " ".join(COMMANDS)
    report = failure_report("attention.py", reason)
    text = to_json(report)
    assert obeyed(text) == obeyed(to_junit(report)) == []
    assert json.loads(text)["reason"] == reason


@given(st.lists(st.sampled_from([*COMMANDS, ":", "#", " ", "\n", "\r\n", "[", "error::", "x", "\u2003"]), max_size=12))
def test_no_text_is_obeyed_behind_the_guard(parts: list[str]) -> None:
    text = "".join(parts)
    assert obeyed(joblog.harmless(text)) == []
    assert joblog.harmless(text).replace(" ", "") == text.replace(" ", "")


def test_the_guard_is_a_text_stream(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w", encoding="ascii") as file:
        guarded = joblog.JobLog.around(file)
        assert guarded.write("::error::∑\n") == 11
        guarded.flush()
        assert (tmp_path / "log").read_text() == ": :error::?\n"
        assert (guarded.fileno(), guarded.encoding, guarded.isatty()) == (file.fileno(), "ascii", False)
        plain = io.StringIO()
        assert joblog.JobLog.around(plain) is plain
        assert isinstance(guarded, joblog.JobLog)
        guarded.detach()
