"""The sandboxes that candidate code runs in, behind one Protocol (`judge.engines.base`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from judge.engines.base import Engine
from judge.errors import EngineUnavailable, UsageError


def _docker(_secret: Iterable[Path], **options: Any) -> Engine:
    from judge.engines.daemon import knock

    knock()  # before the SDK is imported
    from judge.engines.docker import Docker

    return Docker(**options)


def _bubblewrap(secret: Iterable[Path], **options: Any) -> Engine:
    from judge.engines.bubblewrap import Bubblewrap

    if options:
        raise UsageError(f"--{next(iter(options))} is docker's: add --sandbox docker")
    return Bubblewrap(secret=secret)


def _none(_secret: Iterable[Path], **options: Any) -> Engine:
    from judge.engines.unsandboxed import Unsandboxed

    if options:
        raise UsageError(f"--{next(iter(options))} is docker's: add --sandbox docker")
    return Unsandboxed()


ENGINES: dict[str, Callable[..., Engine]] = {"docker": _docker, "bubblewrap": _bubblewrap, "none": _none}


def choose(name: str, secret: Iterable[Path] = (), **options: Any) -> Engine:
    """The engine of that name; `auto` takes docker if a daemon answers and has the image, else bubblewrap.

    Raises:
        UsageError: no such engine, or an option that it does not have.
        EngineUnavailable: it cannot run on this machine.
    """
    if name != "auto":
        if name not in ENGINES:
            raise UsageError(f"no sandbox is called {name!r}: choose auto, {' or '.join(ENGINES)}")
        return ENGINES[name](secret, **options)
    reasons = []
    for candidate in ("docker", "bubblewrap"):
        try:
            return ENGINES[candidate](secret, **options)
        except (EngineUnavailable, UsageError) as error:
            reasons.append(f"{candidate}: {error}")
    raise EngineUnavailable("no sandbox can be started; " + "; ".join(reasons))
