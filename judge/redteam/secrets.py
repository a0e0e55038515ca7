"""What the host holds while attacks run and no attack may get: canaries, and what programs are told to look for."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from judge import grading
from judge.payload import challenges_dir, reference_dir

ENVIRONMENT_NAME = "JUDGE_ATTACK_CANARY"
_JUDGE = Path(grading.__file__).parent


@dataclass(frozen=True)
class Secrets:
    """Canaries: words that stand in the judge's environment and in a file of the host that everybody may read."""

    environment: str
    file: str
    path: Path

    def in_text(self, text: str) -> list[str]:
        """Which of them the text holds."""
        return [name for name in ("environment", "file") if getattr(self, name) in text]


@contextmanager
def planted() -> Iterator[Secrets]:
    """Plants the canaries. Engines are started inside, so that whatever they inherit is seen."""
    made = [f"canary{os.getpid()}x{secrets.token_hex(8)}" for _ in range(2)]
    before = os.environ.get(ENVIRONMENT_NAME)
    with tempfile.TemporaryDirectory(prefix="judge-canary-") as folder:
        path = Path(folder, "canary.txt")
        path.write_text(made[1])
        path.chmod(0o644)
        Path(folder).chmod(0o755)
        os.environ[ENVIRONMENT_NAME] = made[0]
        try:
            yield Secrets(made[0], made[1], path)
        finally:
            os.environ.pop(ENVIRONMENT_NAME)
            if before is not None:
                os.environ[ENVIRONMENT_NAME] = before


def filled(source: bytes, words: dict[str, str]) -> bytes:
    """The source with each `{word}` replaced."""
    for word, value in words.items():
        source = source.replace(b"{%s}" % word.encode(), value.encode())
    return source


def of_seed(seed: str) -> str:
    """What a program may know of the seed, to tell whether it has found it."""
    return hashlib.sha256(seed.encode()).hexdigest()


def walk(canaries: Secrets, roots: tuple[str, ...] = ("/",)) -> str:
    """The settings of steal/walk_every_file: what to look for and where, hexadecimal so that no file holds it plain.

    Of the interpreter itself it reads files that have the size of a secret file or share its name; all others whole.
    """
    hidden = challenges_dir() / "attention/hidden/test_attention.py"
    lines = [_longest_line(path) for path in (hidden, reference_dir() / "attention.py", _JUDGE / "grading.py")]
    files = [file for file in secret_files() if file.stat().st_size > 100]
    prefixes = {f"{path}/" for one in (sys.prefix, sys.base_prefix) for path in (one, os.path.realpath(one))}
    settings: dict[str, Any] = {
        "roots": roots,
        "needles": [*lines, canaries.environment, canaries.file],
        "sizes": sorted({file.stat().st_size for file in files}),
        "stems": sorted({file.stem for file in files} - {"__init__", "base", "numpy_loops"}),
        "installed": ["/usr/", "/lib", "/opt/", *sorted(prefixes)],
    }
    return json.dumps(settings).encode().hex()


def secret_files() -> list[Path]:
    """Hidden tests, references and the judge's own source, without the one file that the runner has a copy of."""
    files = [file for folder in (challenges_dir(), reference_dir(), _JUDGE) for file in folder.rglob("*.py")]
    sandbox = _JUDGE / "payload/sandbox"  # in a wheel it travels below the judge
    return [file for file in files if file != _JUDGE / "wire.py" and not file.is_relative_to(sandbox)]


def _longest_line(path: Path) -> str:
    """A line that no other file is likely to have."""
    return max(path.read_text(encoding="utf-8").splitlines(), key=len).strip()
