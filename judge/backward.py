"""The gradients of a compared call: of first order, and of second order where a test asks for them.

Gradients of second order are those of one number, the first gradients times a cotangent, summed. Each order's
cotangents are drawn and sent after the results of the order before it have been judged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from judge import gradients
from judge.errors import JudgeError
from judge.guards import refuse_changes
from judge.model import Verdict
from judge.record import TestFailed
from judge.referee import Referee
from judge.replicas import in_dtype, to_wire
from judge.rng import Rng
from judge.session import Candidate
from judge.wire import FLOATING, Array, Value

NAMES = ("gradient of", "second gradient of")  # by order


@dataclass(frozen=True)
class Taped:
    """A call that the candidate and all replicas have recorded.

    Attributes:
        number: names it in every program.
        arrays: those among its arguments, by path; the floating ones are what gradients are taken of.
        named: what messages call the argument at a path.
        by_hand: name of the function that a program without autograd must have.
    """

    number: int
    arrays: dict[str, Array]
    named: Callable[[str], str]
    by_hand: str

    def inputs(self) -> dict[str, Array]:
        """The floating arguments by the name that messages use."""
        return {self.named(path): array for path, array in self.arrays.items() if array.dtype in FLOATING}


class Backward:
    """Goes backward through recorded calls of one test, in both programs."""

    def __init__(self, candidate: Candidate, referee: Referee, rng: Rng) -> None:
        self._candidate = candidate
        self._referee = referee
        self._rng = rng

    def compare(self, taped: Taped, outputs: Value, order: int) -> None:
        """Compares the gradients of the call up to this order; `outputs` is the reference's.

        Raises:
            TestFailed: a gradient is wrong.
            JudgeError: the reference has no gradient of second order.
        """
        for name in NAMES[:order]:
            outputs = self._compare(taped, outputs, name, again=name != NAMES[order - 1])

    def _compare(self, taped: Taped, outputs: Value, name: str, again: bool) -> Value:
        """Compares the gradients of these outputs; returns the reference's, as `gradients.floating` reads them."""
        dtype = self._referee.dtype
        drawn = {path: self._rng.normal(array.shape) for path, array in gradients.floating(outputs)}
        cotangents = in_dtype(drawn, dtype) if dtype != "float32" else drawn
        answer = self._candidate.ask("gradients", number=taped.number, cotangents=to_wire(cotangents), again=again)
        fields = {"cotangents": cotangents, "again": again}
        replies = self._referee.replicas.ask("gradients", taped.number, fields)
        self._refuse(taped, answer)
        inputs = taped.inputs()
        truth = gradients.answered(replies[0], inputs)
        if name != NAMES[0] and not any(isinstance(one, Array) for one in truth.values()):
            text = "the reference has no second gradient here: it is linear, or its backward is detached"
            raise JudgeError(f"{text}; compare with gradients=True")
        shapes = gradients.shapes(truth, inputs)

        def due(reply: Value) -> Value:
            return gradients.due(gradients.answered(reply, inputs), shapes, dtype)

        samples = self._referee.samples(replies, name, due)
        self._referee.judge(due(answer), samples, Verdict.WRONG_GRADIENT, name=name, gradient=True)
        return replies[0]

    def _refuse(self, taped: Taped, answer: Value) -> None:
        """Raises TestFailed where there is no hand-written backward, or where it changed an argument."""
        fields = answer if isinstance(answer, dict) else {}
        if fields.get("missing") is not None:
            raise TestFailed(Verdict.WRONG_GRADIENT, f"there is no function {taped.by_hand}")
        changed = fields.get("changed")
        found = [path for path in taped.arrays if isinstance(changed, list) and path in changed]
        refuse_changes(found, (), taped.named)
