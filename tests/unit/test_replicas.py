"""The fifteen runs of the reference: what each is sent, and that remembered answers change nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from judge import wire
from judge.replicas import (
    ALL,
    JITTERS,
    TRUTH,
    Live,
    Memory,
    Replica,
    Replicas,
    arrays,
    for_replica,
    in_dtype,
    to_numpy,
    to_wire,
)
from judge.rng import Rng
from judge.samples import leaves


class Counting:
    """A reference whose objects add up all that they were ever given: its answers depend on the whole history."""

    def __init__(self) -> None:
        self.sent: list[list[dict[str, Any]]] = []
        self.resets: list[str] = []
        self.sums: dict[tuple[str, int], np.ndarray[Any, Any]] = {}

    def ask(self, op: str, program: str) -> None:
        assert op == "reset"
        self.resets.append(program)
        self.sums = {key: value for key, value in self.sums.items() if key[0] != program}

    def many(self, requests: list[dict[str, Any]]) -> list[wire.Value]:
        self.sent.append(requests)
        return [self._answer(**request) for request in requests]

    def _answer(self, op: str, program: str, number: int, dtype: str, **fields: Any) -> wire.Value:
        key = (program, fields["handle"].number if "handle" in fields else number)
        if op == "new":
            self.sums[key] = np.zeros(2)
            return wire.Handle(number)
        self.sums[key] = self.sums[key] + fields["x"].numpy()
        noise = 0.0 if dtype == "float64" else 1e-7 * (1 + len(program))
        return {"value": wire.Array.of((self.sums[key] + noise).astype(dtype))}


def make(reference: Counting, memory: Memory | None = None, chosen=ALL, seed: str = "1", key: bytes = b"t") -> Replicas:
    return Replicas(reference, Rng(seed, "test", "jitter"), chosen, memory, key)  # type: ignore[arg-type]


def history(replicas: Replicas, *steps: float) -> list[list[wire.Value]]:
    """Constructs one object and gives it each step, as a hidden test with several calls does."""
    replicas.ask("new", 1, {"seed": 5})
    fields = [{"handle": Live(1), "x": np.full(2, step, np.float32)} for step in steps]
    return [replicas.ask("call", 2 + index, one) for index, one in enumerate(fields)]


def values(answers: list[list[wire.Value]]) -> list[list[float]]:
    return [[one["value"].numpy().tolist() for one in answer] for answer in answers]


def test_there_are_the_truth_and_two_honest_programs_on_every_jitter():
    assert len(ALL) == 15
    assert ALL[0] == TRUTH == Replica("reference", "float64", 0)
    for jitter in range(JITTERS + 1):
        runs = [(one.program, one.dtype) for one in ALL if one.jitter == jitter]
        assert runs == [("reference", "float64"), ("reference", "float32"), ("second", "float32")]


def test_each_replica_gets_its_own_objects_dtype_and_inputs():
    reference = Counting()
    history(make(reference), 1.5)
    new, call = reference.sent
    assert [(one["program"], one["dtype"]) for one in call] == [(one.program, one.dtype) for one in ALL]
    assert len({one["number"] for one in [*new, *call]}) == 30
    assert [one["handle"].number for one in call] == [one["number"] for one in new]
    assert {one["x"].dtype for one in call if one["dtype"] == "float64"} == {"float64"}
    assert {one["x"].dtype for one in call if one["dtype"] == "float32"} == {"float32"}


def test_inputs_are_exact_without_jitter_and_one_unit_off_with_it():
    reference = Counting()
    history(make(reference), 1.0)
    by_jitter: dict[int, set[tuple[float, ...]]] = {}
    for replica, request in zip(ALL, reference.sent[1], strict=True):
        by_jitter.setdefault(replica.jitter, set()).add(tuple(request["x"].numpy().tolist()))
    assert by_jitter[0] == {(1.0, 1.0)}
    assert all(len(seen) == 1 for seen in by_jitter.values())  # alike in all three programs
    assert len(set().union(*by_jitter.values())) > 1
    assert all(abs(x - 1) <= 2**-23 for seen in by_jitter.values() for one in seen for x in one)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_a_jitter_is_one_unit_of_the_inputs_own_dtype(dtype):
    reference = Counting()
    smallest, largest = EDGES[dtype]
    given = np.array([1.0, -1.0, 0.0, smallest, largest, -largest] * 20)
    make(reference).ask("new", 1, {"seed": 0, "x": in_dtype(given, dtype)})
    exact, *moved = [request["x"] for request in reference.sent[0] if request["dtype"] == "float32"]
    assert exact.dtype == dtype
    assert np.array_equal(exact.numpy().astype(np.float64), given)
    stored = f"<i{wire.DTYPES[dtype].itemsize}"
    bits = np.frombuffer(exact.data, stored).astype(object)
    steps = {tuple(np.frombuffer(one.data, stored).astype(object) - bits) for one in moved[1::2]}
    assert len(steps) == JITTERS
    assert {abs(step) for each in steps for step in each} == {0, 1}
    for one in moved:
        assert np.isfinite(one.numpy()).all()
        assert np.array_equal(one.numpy() == 0, given == 0)


EDGES = {
    "float16": (2.0**-24, 65504.0),
    "bfloat16": (2.0**-133, (2 - 2.0**-7) * 2.0**127),
    "float32": (2.0**-149, float(np.finfo(np.float32).max)),
    "float64": (5e-324, float(np.finfo(np.float64).max)),
}


def test_floats_are_rounded_to_a_dtype_and_the_rest_stays():
    given = {"x": (np.array([1.0, 1 + 2**-8, 1 + 3 * 2**-8, -3.14159], np.float32), np.arange(2), None, "text")}
    rounded = in_dtype(given, "bfloat16")
    assert rounded["x"][0].numpy().tolist() == [1.0, 1.0, 1 + 4 * 2**-8, -3.140625]  # halfway: to even
    assert in_dtype(given, "float16")["x"][0].dtype == np.float16
    assert [type(one) for one in rounded["x"][1:]] == [np.ndarray, type(None), str]


def test_integers_and_booleans_are_never_jittered():
    reference = Counting()
    replicas = make(reference)
    replicas.ask("new", 1, {"seed": 0, "k": [np.arange(5), {"mask": np.array([True, False])}, 2.5, "text", None]})
    for request in reference.sent[0]:
        k, mask, *rest = request["k"]
        assert k.dtype == "int64"
        assert k.numpy().tolist() == [0, 1, 2, 3, 4]
        assert mask["mask"].numpy().tolist() == [True, False]
        assert rest == [2.5, "text", None]


def test_the_truth_alone_is_one_run():
    reference = Counting()
    assert values(history(make(reference, chosen=(TRUTH,)), 2.0)) == [[[2.0, 2.0]]]
    assert [len(requests) for requests in reference.sent] == [1, 1]


def test_a_test_begins_with_forgetting_the_one_before():
    reference = Counting()
    history(make(reference), 1.0)
    history(make(reference), 1.0)
    assert reference.resets == ["reference", "second"] * 2


def test_the_truth_over_the_same_objects_keeps_them():
    reference = Counting()
    replicas = make(reference)
    history(replicas, 1.0)
    [answer] = replicas.only_truth().ask("call", 9, {"handle": Live(1), "x": np.ones(2, np.float32)})
    assert answer["value"].numpy().tolist() == [2.0, 2.0]
    assert reference.resets == ["reference", "second"]


def test_samples_pair_every_honest_run_with_its_own_truth():
    replicas = make(Counting())
    [answer] = history(replicas, 1.0)
    tree = [one["value"] for one in answer]
    samples = replicas.gathered(tree)
    assert samples.truth is tree[0]
    assert len(samples.honest) == 10
    assert len(samples.jittered) == JITTERS
    for index, (run, truth) in enumerate(samples.honest):
        jitter = index // 2
        assert run is tree[3 * jitter + 1 + index % 2]
        assert truth is tree[3 * jitter]
    assert [leaves(one, one) for one in samples.jittered] == [[tree[3 * jitter]] for jitter in range(1, JITTERS + 1)]


def test_with_memory_the_first_run_gets_the_same_answers_as_without():
    assert values(history(make(Counting(), Memory()), 1.0, 2.0, 0.5)) == values(
        history(make(Counting()), 1.0, 2.0, 0.5)
    )


def test_what_is_remembered_is_not_asked_again():
    memory, reference = Memory(), Counting()
    first = values(history(make(Counting(), memory), 1.0, 2.0))
    assert values(history(make(reference, memory), 1.0, 2.0)) == first
    assert reference.sent == []
    assert reference.resets == []


@pytest.mark.parametrize("shared", [1, 2, 3])
def test_where_histories_part_the_put_off_requests_are_sent_in_order(shared):
    steps = [1.0, 2.0, 0.5, 4.0]
    other = [*steps[:shared], 8.0, 16.0]
    memory, reference = Memory(), Counting()
    history(make(Counting(), memory), *steps)
    assert values(history(make(reference, memory), *other)) == values(history(make(Counting()), *other))
    assert len(reference.sent) == 1 + len(other)
    assert [one[0]["op"] for one in reference.sent] == ["new"] + ["call"] * len(other)


def test_a_test_may_use_its_arrays_again():
    def steps(replicas: Replicas, last: float) -> list[list[list[float]]]:
        x = np.ones(2, np.float32)
        replicas.ask("new", 1, {"seed": 5})
        first = replicas.ask("call", 2, {"handle": Live(1), "x": x})
        x *= 5
        return values([first, replicas.ask("call", 3, {"handle": Live(1), "x": x + np.float32(last)})])

    memory = Memory()
    steps(make(Counting(), memory), 1.0)
    assert steps(make(Counting(), memory), 2.0) == steps(make(Counting()), 2.0)


def test_another_seed_or_test_shares_nothing():
    memory, reference = Memory(), Counting()
    history(make(Counting(), memory, key=b"seed 1 test a"), 1.0)
    history(make(reference, memory, key=b"seed 1 test b"), 1.0)
    assert len(reference.sent) == 2


def test_an_input_that_differs_in_one_bit_shares_nothing():
    memory, reference = Memory(), Counting()
    history(make(Counting(), memory), 1.0)
    assert values(history(make(reference, memory), 1.0 + 2**-23)) != []
    assert len(reference.sent) == 2


def test_what_finds_no_room_is_asked_again_with_the_same_answers():
    memory, reference = Memory(limit=15 * 16 + 2500), Counting()
    first = values(history(make(Counting(), memory), 1.0, 2.0, 0.5, 4.0))
    assert values(history(make(reference, memory), 1.0, 2.0, 0.5, 4.0)) == first
    assert 1 < len(reference.sent) <= 5


def test_budgets_of_remembered_answers_are_worked_out_once_and_alike():
    memory = Memory()
    one, two = make(Counting(), memory), make(Counting(), memory)
    samples = []
    for replicas in (one, two, make(Counting())):
        [answer] = history(replicas, 1.0)
        samples.append(replicas.samples([item["value"] for item in answer], "output", "normal"))
    assert samples[0] is samples[1]
    assert samples[0].budgets is not None
    assert [budget.whole for budget in samples[0].budgets] == [budget.whole for budget in samples[2].budgets]
    assert samples[0].budgets[0].whole > 0


def test_values_of_numpy_become_wire_arrays_and_back():
    tree = {"a": [np.float32([1, 2]), (np.int64([3]), np.bool_(True))], "b": 2.5, "c": None, "d": "text"}
    sent = to_wire(tree)
    assert (sent["a"][0].dtype, sent["a"][0].shape) == ("float32", (2,))
    back = to_numpy(sent)
    assert np.array_equal(back["a"][0], tree["a"][0])
    assert isinstance(back["a"][1], tuple)
    assert back["a"][1][1].shape == ()
    assert (back["b"], back["c"], back["d"]) == (2.5, None, "text")


def test_a_replica_gets_handles_of_its_own_and_floating_arrays_in_its_precision():
    sent = to_wire([Live(3), np.float32([0.1]), np.int64([1])])
    handle, wide, whole = for_replica(sent, "float64", 2)
    assert handle.number not in (3, for_replica(sent, "float32", 1)[0].number)
    assert (wide.dtype, wide.numpy().tolist()) == ("float64", [float(np.float32(0.1))])
    assert whole.dtype == "int64"
    assert for_replica(sent, "float32", 2)[1] is sent[1]


def test_arrays_of_a_tree_are_named_by_their_paths():
    array = wire.Array.of(np.zeros(1))
    tree = [array, (array, {"mean": array, 3: [array]}), "text", 1.5]
    assert [path for path, _ in arrays(tree, "output")] == [
        "output[0]",
        "output[1][0]",
        "output[1][1][mean]",
        "output[1][1][3][0]",
    ]
