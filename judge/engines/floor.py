"""An operator's floor: what a sandbox must guarantee, or nothing is graded in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from judge.engines.base import Engine
from judge.errors import EngineUnavailable, UsageError

Held = Mapping[str, str]
_TREE = ("memory", "cpu")


@dataclass(frozen=True)
class Guarantee:
    """One thing that can be demanded.

    Attributes:
        holds: whether an engine's `enforced_by` shows it.
        without: what it means where it is not there.
        command: what mends it.
    """

    holds: Callable[[Held], bool]
    without: str
    command: str


GUARANTEES: dict[str, Guarantee] = {
    "cgroup": Guarantee(
        lambda held: all(held.get(limit, "").startswith("cgroup") for limit in _TREE),
        "memory and processor time are limited per process, not per tree: a watcher adds them up",
        "systemd-run --user --scope -p Delegate=yes judge submit FILE",
    ),
    "seccomp": Guarantee(
        lambda held: held.get("system_calls") == "seccomp",
        "no filter keeps a program from rarely used parts of the kernel",
        "apt-get install --yes libseccomp2",
    ),
    "userns": Guarantee(
        lambda held: held.get("users") == "a user namespace",
        "the sandbox's user is one of the host's, without rights but the same one for every container",
        "judge submit --sandbox bubblewrap FILE",
    ),
    "gvisor": Guarantee(
        lambda held: held.get("kernel") == "gVisor",
        "programs talk to the host's own kernel",
        "judge submit --sandbox docker --runtime runsc FILE",
    ),
}


def parse(text: str | None) -> tuple[str, ...]:
    """The names in `cgroup,seccomp`; raises UsageError with all names where one is unknown."""
    names = tuple(dict.fromkeys(name.strip() for name in (text or "").split(",") if name.strip()))
    unknown = [name for name in names if name not in GUARANTEES]
    if unknown:
        raise UsageError(f"nothing called {unknown[0]!r} can be required: choose from {','.join(GUARANTEES)}")
    return names


def lacking(held: Held, names: Iterable[str]) -> list[str]:
    """The names that what an engine enforces does not show."""
    return [name for name in names if not GUARANTEES[name].holds(held)]


def check(engine: Engine, names: Iterable[str]) -> None:
    """Raises EngineUnavailable where the engine is below the floor."""
    for name in names:
        lack = GUARANTEES[name]
        if not lack.holds(engine.enforced_by):
            raise EngineUnavailable(
                f"{engine.name} is below the floor that was required: no {name}, {lack.without}. "
                f"Mend it ({lack.command}), or run judge doctor --require {name}"
            )
