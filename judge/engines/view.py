"""Which files of the host the embedded sandbox shows: an interpreter with its packages, and nothing of ours.

Everything is read-only. A folder that holds the judge, a challenge or a reference is covered by an empty one wherever
it lies below a folder that is shown.
"""

from __future__ import annotations

import importlib.util
import site
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PAYLOAD = "/judge"


@dataclass(frozen=True)
class View:
    """What bubblewrap is told to show.

    Attributes:
        binds: (path on the host, path inside).
        links: (target, path inside) of symbolic links.
        covered: folders below a bind that must look empty.
        python_path: folders inside that must be on the module search path beyond the interpreter's own.
    """

    binds: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    covered: tuple[str, ...]
    python_path: tuple[str, ...]


def view(payload: Path, wire: Path, secret: Iterable[Path], frameworks: Iterable[str]) -> View:
    """The view for this interpreter; `secret` are folders that no candidate may see."""
    shown, links = _system()
    packages = _package_folders(frameworks)
    for folder in (sys.base_prefix, sys.prefix, *packages):
        _add(shown, Path(folder).resolve())
        _add(shown, Path(folder))
    binds = [(str(path), str(path)) for path in shown]
    binds += [(str(file), f"{PAYLOAD}/sandbox/{file.relative_to(payload)}") for file in sorted(payload.rglob("*.py"))]
    binds.append((str(wire.resolve()), f"{PAYLOAD}/sandbox/wire.py"))
    unique = {inside: source for source, inside in binds}
    return View(
        tuple((source, inside) for inside, source in unique.items()),
        tuple(links),
        tuple(_covered(shown, [*secret, *_installed()])),
        tuple(packages),
    )


def _system() -> tuple[list[Path], list[tuple[str, str]]]:
    shown = [Path("/usr")]
    links = []
    for name in ("lib", "lib64", "lib32", "libx32", "bin", "sbin"):
        path = Path("/", name)
        if path.is_symlink():
            links.append((str(path.readlink()), str(path)))
        elif path.is_dir():
            shown.append(path)
    shown += [path for path in map(Path, ("/etc/ld.so.cache", "/etc/alternatives")) if path.exists()]
    return shown, links


def _package_folders(frameworks: Iterable[str]) -> list[str]:
    """Where the frameworks are installed, found without importing them."""
    found = []
    for name in dict.fromkeys(name.partition(".")[0] for name in frameworks):  # finding a submodule imports its parent
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            found.append(str(Path(spec.origin).parent.parent))
    return list(dict.fromkeys(found))


def _add(shown: list[Path], folder: Path) -> None:
    if folder == Path("/") or any(folder.is_relative_to(there) for there in shown):
        return
    shown.append(folder)


def _installed() -> list[Path]:
    """What an installation, an editable one too, leaves of the judge: its folder, and its record of hidden files."""
    folders = [*site.getsitepackages(), site.getusersitepackages()]
    return [path for folder in folders for name in ("judge", "judge-*.dist-info") for path in Path(folder).glob(name)]


def _covered(shown: list[Path], secret: Iterable[Path]) -> list[str]:
    """The places of secret folders inside; one that is shown under two names, a link's too, is covered under both."""
    found: dict[Path, None] = {}
    for path in (one.resolve() for one in secret if one.is_dir()):
        for folder in shown:
            if path.is_relative_to(folder.resolve()):
                found[folder / path.relative_to(folder.resolve())] = None
    # What lies inside a covered folder is gone with it, and bubblewrap could make no place there to cover.
    return [str(path) for path in found if found.keys().isdisjoint(path.parents)]
