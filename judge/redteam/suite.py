"""The attack programs: `redteam/<kind>/<name>.py`. The first comments of each say what must come of it:

    # verdict: accepted runtime_error    any of these verdicts is right
    # covers: 18 D46                     entries of redteam/catalogue.toml that it stands for
    # limits: wall_s=1 memory_mb=256     changes of LIMITS
    # challenge: attention               the challenge that it is aimed at (attention)
    # tests: all                         all hidden tests of that challenge, not only redteam/hidden/few_tests.py
    # then: right answer                 answers/right_answer.py follows, which calls the file's on_call and on_result
                                         (right numpy answer: the same for scaled-dot-product-attention)
    # after: across/leave_messages       that program is judged just before, in a sandbox of its own
    # bytes: utf-16                      how the file is spoiled, by a name of SPOILED
    # docker                             our own tests run it on docker too

A program that tries something it must not achieve prints "tried" when it did, and "GOT THROUGH" if it succeeded.
Words in braces, such as {port}, are filled in with what `judge.redteam.secrets` holds.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from judge.errors import UsageError
from judge.model import Limits, Verdict
from judge.payload import redteam_dir

LIMITS = Limits(
    wall_s=3,
    total_wall_s=9,
    cpu_s=9,
    memory_mb=512,
    output_kb=64,
    processes=32,
    tmp_mb=16,
    tmp_inodes=200,
    open_files=128,
    returned_mb=32,
    returned_arrays=200,
)
CONTROLS = "controls"
_NO_ATTACKS = (CONTROLS, "answers", "hidden")
_HEADER = re.compile(r"^# (verdict|covers|limits|challenge|tests|then|after|bytes|docker)(?:: (.*))?$", re.MULTILINE)
SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "nul": lambda source: bytes(1000) + source,
    "utf-16": lambda source: source.decode().encode("utf-16"),
    "latin-1": lambda source: b"x = '\xff\xfe\xe9'\n" + source,
    "byte order mark": lambda source: b"\xef\xbb\xbf" + source,
    "carriage returns": lambda source: source.replace(b"\n", b"\r"),
    "zip": lambda source: b"PK\x03\x04" + source,
    "too long": lambda source: source + b"#" * (300 << 10),
}


@dataclass(frozen=True)
class Attack:
    """One hostile program and the verdicts that it may get."""

    name: str
    source: bytes
    verdicts: frozenset[Verdict]
    limits: Limits = LIMITS
    challenge: str = "attention"
    tests: str = "few_tests"
    about: str = ""
    covers: tuple[str, ...] = ()
    after: str = ""
    tries: bool = False
    docker: bool = False

    @classmethod
    def read(cls, path: Path) -> Attack:
        """The attack in a file `<kind>/<name>.py`; raises UsageError where its header is wrong."""
        text = path.read_text(encoding="utf-8")
        header = {found[1]: found[2] or "yes" for found in _HEADER.finditer(text)}
        about = ast.get_docstring(ast.parse(text)) or ""
        changes = dict(pair.split("=") for pair in header.get("limits", "").split())
        if "then" in header:
            text += "\n\n" + (path.parents[1] / f"answers/{header['then'].replace(' ', '_')}.py").read_text()
        try:
            spoil = SPOILED[header["bytes"]] if "bytes" in header else bytes
            return cls(
                name=f"{path.parent.name}/{path.stem}",
                source=spoil(text.encode()),
                verdicts=frozenset(map(Verdict, header["verdict"].split())),
                limits=Limits.model_validate({**LIMITS.model_dump(), **changes}),
                challenge=header.get("challenge", "attention"),
                tests=header.get("tests", "few_tests"),
                about=" ".join(about.partition("\n\n")[0].split()),
                covers=tuple(header.get("covers", "").split()),
                after=header.get("after", ""),
                tries='print("tried' in text,
                docker="docker" in header,
            )
        except (KeyError, ValueError) as fault:
            raise UsageError(f"{path}: the header of this attack is wrong: {fault}") from fault

    @property
    def timed(self) -> bool:
        """Whether runtime is measured."""
        return self.tests == "timed_tests"

    def matches(self, wanted: str) -> bool:
        """Whether `wanted` is its name, its kind, both, or an entry that it covers."""
        kind, _, program = self.name.partition("/")
        return wanted in (kind, program, self.name, *self.covers)


def attack(name: str) -> Attack:
    """The shipped attack `kind/program`."""
    return Attack.read(redteam_dir() / f"{name}.py")


def attacks(only: Iterable[str] = ()) -> list[Attack]:
    """All shipped attacks, or those that match one of `only`; raises UsageError for a word that matches none."""
    folders = [folder for folder in sorted(redteam_dir().iterdir()) if folder.name not in _NO_ATTACKS]
    found = [Attack.read(path) for folder in folders for path in sorted(folder.glob("*.py"))]
    wanted = list(only)
    for word in wanted:
        if not any(one.matches(word) for one in found):
            raise UsageError(f"--only {word}: no attack has this name, kind or number; see redteam/catalogue.toml")
    return [one for one in found if not wanted or any(one.matches(word) for word in wanted)]


def controls() -> list[Attack]:
    """The two honest programs: a right one, which must be accepted, and a wrong one, which must not."""
    return [attack(f"{CONTROLS}/{name}") for name in ("right", "wrong")]
