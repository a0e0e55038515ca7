"""Where the payload lies: challenges, references, the sandbox side, and what authors need.

In a checkout these are folders of the repository's root. In the wheel they travel in the plain folder `judge/payload/`
(no package: this module keeps the name), so that site-packages gets no generic import names from us.
"""

from __future__ import annotations

from pathlib import Path

from judge.errors import JudgeError

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    for root in (_PACKAGE / "payload", _PACKAGE.parent):
        if (root / name).is_dir():
            return root / name
    raise JudgeError(f"this installation lacks its folder {name}/; reinstall it: pip install --force-reinstall judge")


def challenges_dir() -> Path:
    """The folder of the shipped challenges; raises JudgeError where the installation is incomplete."""
    return _folder("challenges")


def reference_dir() -> Path:
    """The folder of the shipped references, `<id>.py` each; raises JudgeError as above."""
    return _folder("reference")


def sandbox_dir() -> Path:
    """The folder of the sandbox side, to be copied or bound into a sandbox; raises JudgeError as above."""
    return _folder("sandbox")


def redteam_dir() -> Path:
    """The folder of the shipped attack programs; raises JudgeError as above."""
    return _folder("redteam")


def authoring_dir() -> Path:
    """The folder with the programs of `judge check` and the skeleton of `judge new`; raises JudgeError as above."""
    return _folder("authoring")


def secret_folders() -> list[Path]:
    """Folders of this installation that no sandbox may show: they hold answers, hidden tests or the judge itself."""
    return [_PACKAGE, challenges_dir(), reference_dir(), redteam_dir(), _PACKAGE.parent / "tests"]
