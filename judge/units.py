"""Figures for people: what was reached of what is allowed, in the unit that reads best."""

from __future__ import annotations

_UNITS = ((1 << 30, "GiB", ".1f"), (1 << 20, "MiB", ".0f"), (1 << 10, "KiB", ".0f"))


def share(reached: float, allowed: int) -> str:
    """Bytes as in "2.0 of 2.0 GiB"; what is above the allowed figure is rounded up so that it reads as above."""
    size, unit, form = next((one for one in _UNITS if allowed >= one[0]), (1, "bytes", ".0f"))
    step = 0.1 if form == ".1f" else 1.0
    shown, limit = format(reached / size, form), format(allowed / size, form)
    if reached > allowed and shown == limit:
        shown = format(allowed / size + step, form)
    return f"{shown} of {limit} {unit}"
