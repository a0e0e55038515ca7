"""Figures read as what they are: in one unit, and above the limit where they are."""

from __future__ import annotations

import pytest

from judge.units import share

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


@pytest.mark.parametrize(
    ("reached", "allowed", "text"),
    [
        (2 * GIB, 2 * GIB, "2.0 of 2.0 GiB"),
        (300 * MIB, 300 * MIB, "300 of 300 MiB"),
        (301 * MIB, 300 * MIB, "301 of 300 MiB"),
        (64 * KIB + 1, 64 * KIB, "65 of 64 KiB"),
        (2 * GIB + 1, 2 * GIB, "2.1 of 2.0 GiB"),
        (MIB, 1536 * MIB, "0.0 of 1.5 GiB"),
        (7, 5, "7 of 5 bytes"),
    ],
)
def test_a_share_of_a_limit(reached: int, allowed: int, text: str) -> None:
    assert share(reached, allowed) == text
