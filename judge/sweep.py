"""One call at several magnitudes of its inputs: where does the budget no longer hold?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from judge.comparer import Comparer
from judge.record import TestFailed

SCALES = (1e-6, 1e-4, 1e-2, 1.0, 1e2, 1e4)


class Sweep:
    """The fixture `sweep`: compares a call once for every scale, and says at which ones it is wrong."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer

    def __call__(
        self,
        call: str | Callable[..., Any],
        make: Callable[[float], tuple[Any, ...]],
        scales: Sequence[float] = SCALES,
        **options: Any,
    ) -> None:
        """Compares `call`, an entry point or a live object, on `make(scale)` for every scale.

        Raises:
            TestFailed: it is wrong at some scales; the message names them, from the smallest on.
        """
        failed: dict[float, TestFailed] = {}
        for scale in sorted(scales):
            given = dict(options)
            try:
                if isinstance(call, str):
                    self._comparer(call, *make(scale), **given)
                else:
                    call(*make(scale), **given)
            except TestFailed as fault:
                failed[scale] = fault
        if failed:
            first = next(iter(failed.values()))
            where = ", ".join(f"{scale:g}" for scale in failed)
            right = ", ".join(f"{scale:g}" for scale in sorted(scales) if scale not in failed) or "none"
            text = f"wrong for inputs of size {where}, right for {right}: {first.message}"
            raise TestFailed(first.verdict, text, first.mismatches, first.evidence)
