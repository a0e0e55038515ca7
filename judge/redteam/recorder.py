"""An engine that notes which sandboxes it starts and the first values of what crosses their channels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from judge.engines.base import Deadline, Engine, Sandbox, Spec
from judge.wire import Buffer

_KEPT_BYTES = 64
# A number as programs print floats. Figures that the judge itself tells have fewer decimals.
_PRINTED = re.compile(r"-?\d+\.(\d{4,})(?:e[+-]?\d+)?")


class Recorder:
    """The engine itself in every other way; hidden inputs and expected values are known from its channels.

    Attributes:
        identities: docker containers that a program was, or may have been, loaded in.
        values: the first bytes of everything sent and received since `forget`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name
        self.image = engine.image
        self.enforced_by = engine.enforced_by
        self.identities: set[str] = set()
        self.values: set[bytes] = set()

    def warm(self, spec: Spec, count: int = 1) -> None:
        """As the engine does it."""
        self._engine.warm(spec, count)

    def start(self, spec: Spec) -> Sandbox:
        """As the engine does it; the sandbox tells this recorder what crosses its channel."""
        sandbox = self._engine.start(spec)
        if identity := getattr(sandbox, "identity", None):
            self.identities.add(identity)
        return cast(Sandbox, _Recorded(sandbox, self.values))

    def cool(self, spec: Spec) -> None:
        """As the engine does it."""
        self._engine.cool(spec)

    def close(self) -> None:
        """As the engine does it."""
        self._engine.close()

    def forget(self) -> None:
        """Begins anew, for the next run."""
        self.identities.clear()
        self.values.clear()

    def values_in(self, text: str) -> list[str]:
        """The numbers in a text, of four decimals or more, that are values which crossed a channel."""
        printed = [(found[0], len(found[1])) for found in _PRINTED.finditer(text)]
        if not printed:
            return []
        known = [number for data in self.values for kind in ("f4", "f8") for number in _numbers(data, kind)]
        return [word for word, digits in printed if any(round(one, digits) == float(word) for one in known)]


class _Recorded:
    """A sandbox whose traffic is noted; not a clock's business, for a few bytes of each part are all it keeps."""

    def __init__(self, sandbox: Sandbox, values: set[bytes]) -> None:
        self._sandbox = sandbox
        self._values = values

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sandbox, name)

    def send(self, parts: Sequence[Buffer], deadline: Deadline) -> None:
        self._sandbox.send(parts, deadline)
        for part in parts:
            self._note(part)

    def receive(self, size: int, deadline: Deadline) -> bytearray:
        data = self._sandbox.receive(size, deadline)
        self._note(data)
        return data

    def _note(self, data: Buffer) -> None:
        self._values.add(bytes(memoryview(data).cast("B")[:_KEPT_BYTES]))


def _numbers(data: bytes, kind: str) -> list[float]:
    size = np.dtype(kind).itemsize
    found = np.frombuffer(data[: len(data) // size * size], kind).astype(np.float64)
    return [float(one) for one in found[np.isfinite(found) & (np.abs(found) > 1e-3) & (np.abs(found) < 1e6)]]
