"""What budgets are made of: the float32 errors of the reference and of the second implementation, test by test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from judge.budget import RULES, measure, norm, pattern
from judge.errors import JudgeError
from judge.findings import Finding
from judge.model import Challenge
from judge.samples import Members, Samples, align, due_dtype, is_inexact, leaves, real

# In float64 two right programs agree far better than in float32, also where one of them is less stable. A second one
# that does not follow the dtype of its inputs stays within a few float32 errors.
FARTHER = 16.0


@dataclass(frozen=True)
class Noise:
    """Errors of one tensor, as shares of its norm: of both in float32, of a jitter, of the second in float64."""

    test: str
    label: str
    reference: float
    second: float
    conditioning: float
    cross: float

    def contradicts(self) -> bool:
        """Whether the two programs differ by more than float32 explains, though the second ran in float64."""
        return self.cross > FARTHER * max(self.reference, self.conditioning, 2 * RULES["float32"].eps)


@dataclass
class Noises:
    """Collects them while programs are judged; `see` is an observer of `judge.replicas`."""

    found: list[Noise] = field(default_factory=list)

    def see(self, test: str, label: str, samples: Samples) -> None:
        """Takes the samples of one compared result."""
        try:
            members = align(samples)
        except JudgeError:
            return  # the comparison that follows says it
        truths = leaves(samples.truth, samples.truth)
        crosses = leaves(samples.cross, samples.truth) if samples.cross is not None else truths
        for leaf, cross, one in zip(truths, crosses, members, strict=True):
            if is_inexact(leaf):
                truth, rule = real(leaf), RULES[due_dtype(leaf, "float32")]
                size = norm(np.where(pattern(truth, rule) == 0, truth, 0.0))
                if size == 0:
                    continue
                shares = [
                    measure(truth, part, rule).whole / size
                    for part in (
                        Members(one.honest[0::2], ()),
                        Members(one.honest[1::2], ()),
                        Members(((leaf, leaf),), one.jittered),
                        Members(((cross, leaf),), ()),
                    )
                ]
                self.found.append(Noise(test.split(" ")[0].rpartition("::")[2], label, *shares))

    def largest(self) -> float | None:
        """The reference's own largest float32 error among tensors of which values are judged."""
        return max((one.reference for one in self.found if one.reference < RULES["float32"].meaningless), default=None)


def noise(challenge: Challenge, noises: Noises) -> Iterator[Finding]:
    """Results on which the two implementations contradict each other: budgets grow with that, and hide mistakes."""
    worst: dict[str, Noise] = {}
    for one in noises.found:
        if one.contradicts():
            worst[one.test] = max(worst.get(one.test, one), one, key=lambda each: each.cross)
    for test, one in worst.items():
        text = (
            f"{challenge.tolerance.second} is {one.cross:.1e} away from the reference here, both in float64, and the "
            f"reference in float32 only {one.reference:.1e}: one of both is wrong; budgets grow with it"
        )
        yield Finding(kind="reference", subject=test, message=text)
    yield from _unjudged(noises)


def _unjudged(noises: Noises) -> Iterator[Finding]:
    """Tests in which not a single tensor's values can be judged."""
    limit = RULES["float32"].meaningless
    tests = {one.test for one in noises.found}
    judged = {one.test for one in noises.found if max(one.reference, one.second, one.conditioning) <= limit}
    for test in sorted(tests - judged):
        text = "honest float32 programs disagree so much here that only finiteness is judged; choose tamer inputs"
        yield Finding(kind="margin", subject=test, message=text)
