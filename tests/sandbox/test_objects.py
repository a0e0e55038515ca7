"""The live objects of a loaded file: their state by name, their methods, and gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from sandbox.program import Program
from sandbox.wire import Array, Handle

Load = Callable[..., Program]


def new(program: Program, entry: str, *args: Any, number: int = 1, dtype: str = "float32", **kwargs: Any) -> Any:
    fields = {"entry": entry, "args": args, "kwargs": kwargs, "seed": 3, "number": number, "dtype": dtype}
    assert program.new(fields)["missing"] == []
    return program.objects[number]


def call(program: Program, *args: Any, **fields: Any) -> dict[str, Any]:
    return program.call({"args": args, "kwargs": {}, "seed": 3, "number": 9, **fields})


def array(*values: float, dtype: str = "float32") -> Array:
    return Array.of(np.array(values, dtype=dtype))


MODULE = """
import torch
class Layer(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.rand(size))
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("count", torch.tensor(0))
        self.tied = self.weight
        self.inner = torch.nn.Linear(size, 1)
    def forward(self, x):
        self.count += 1
        return x * self.weight + self.mean
"""


def test_state_of_a_module_is_its_parameters_and_buffers(load: Load) -> None:
    program = load(MODULE)
    live = new(program, "Layer", 2)
    assert set(program.state({"handle": Handle(1)})) == {"weight", "mean", "count", "inner.weight", "inner.bias"}
    answer = program.set_state({"handle": Handle(1), "state": {"weight": array(1, 2), "mean": array(3, 4)}})
    assert (answer["missing"], answer["reshaped"]) == ([], {})
    assert live.weight.tolist() == [1, 2]
    assert live.mean.tolist() == [3, 4]


def test_setting_state_of_a_module_keeps_its_tensors(load: Load) -> None:
    program = load(MODULE)
    live = new(program, "Layer", 2)
    weight, mean = live.weight, live.mean
    program.set_state({"handle": Handle(1), "state": {"weight": array(5, 6), "mean": array(7, 8)}})
    assert live.weight is weight is live.tied
    assert live.mean is mean
    assert weight.requires_grad
    assert weight.is_leaf


def test_missing_and_reshaped_names_are_told_and_the_rest_is_set(load: Load) -> None:
    program = load(MODULE)
    live = new(program, "Layer", 2)
    state = {"weight": array(1, 2), "gone": array(1), "mean": array(1, 2, 3)}
    answer = program.set_state({"handle": Handle(1), "state": state})
    assert answer["missing"] == ["gone"]
    assert answer["reshaped"] == {"mean": [2]}
    assert "weight" in answer["present"]
    assert live.weight.tolist() == [1, 2]


def test_a_module_is_cast_to_the_dtype_asked_for(load: Load) -> None:
    program = load(MODULE)
    live = new(program, "Layer", 2, dtype="float64")
    assert (live.weight.dtype, live.mean.dtype, live.count.dtype) == (torch.float64, torch.float64, torch.int64)
    program.set_state({"handle": Handle(1), "state": {"weight": array(1, 1 / 3, dtype="float64")}})
    assert live.weight[1].item() == 1 / 3


NUMPY = """
import numpy as np
class Net:
    def __init__(self, size):
        self.W = [np.zeros((size, size)), np.zeros((size, 1))]
        self.b = (np.zeros(size), np.zeros(1))
        self.scale = np.ones(3)
        self.labels = np.array(["cat", "dog"])
        self.mixed = [np.zeros(1), "text"]
        self.size, self.history, self.table = size, [], {"x": np.zeros(1)}
        self.kept = self.W
    def first(self):
        return self.W[0][0, 0]
"""


def test_state_of_a_numpy_object_is_its_arrays_and_lists_of_arrays(load: Load) -> None:
    program = load(NUMPY)
    new(program, "Net", 2)
    names = set(program.state({"handle": Handle(1)}))
    assert names == {"W.0", "W.1", "b.0", "b.1", "scale", "kept.0", "kept.1"}


def test_setting_state_of_a_numpy_object_changes_its_lists_in_place(load: Load) -> None:
    program = load(NUMPY)
    live = new(program, "Net", 2)
    layers = live.W
    given = {"W.0": Array.of(np.full((2, 2), 7, np.float32)), "b.1": array(5), "scale": array(1, 2, 3)}
    answer = program.set_state({"handle": Handle(1), "state": given})
    assert (answer["missing"], answer["reshaped"]) == ([], {})
    assert live.W is layers is live.kept
    assert live.first() == 7
    assert live.b[1].tolist() == [5]
    assert live.b[1].flags.writeable
    assert live.scale.dtype == np.float32
    assert live.labels.tolist() == ["cat", "dog"]


def test_missing_and_reshaped_names_of_a_numpy_object_are_told(load: Load) -> None:
    program = load(NUMPY)
    new(program, "Net", 2)
    answer = program.set_state({"handle": Handle(1), "state": {"W.2": array(1), "scale": array(1), "W.0": array(1)}})
    assert answer["missing"] == ["W.2"]
    assert answer["reshaped"] == {"scale": [3], "W.0": [2, 2]}


def test_an_object_with_slots_has_no_state(load: Load) -> None:
    program = load("class Net:\n    __slots__ = ('W',)\n")
    new(program, "Net")
    assert program.state({"handle": Handle(1)}) == {}
    assert program.set_state({"handle": Handle(1), "state": {"W": array(1)}})["missing"] == ["W"]


def test_an_object_may_be_given_its_state_when_it_is_constructed(load: Load) -> None:
    program = load(NUMPY)
    fields = {"entry": "Net", "args": (2,), "kwargs": {}, "seed": 3, "number": 1, "dtype": "float32"}
    answer = program.new({**fields, "state": {"scale": array(1, 2, 3), "gone": array(1)}})
    assert answer["missing"] == ["gone"]
    assert program.objects[1].scale.tolist() == [1, 2, 3]


def test_reset_forgets_objects_and_tapes(load: Load) -> None:
    program = load(MODULE + "\ndef f(x):\n    return 2 * x\n")
    new(program, "Layer", 2)
    call(program, array(1, 2), function="f", gradients=True, number=4)
    program.reset()
    with pytest.raises(KeyError):
        program.state({"handle": Handle(1)})
    with pytest.raises(KeyError):
        program.gradients({"number": 4, "cotangents": {"": array(1, 1)}})


def test_methods_objects_and_probes_are_called(load: Load) -> None:
    probe = "def twice(submission, net, x):\n    return [submission.f(x), net.first(), net.size]"
    program = load(NUMPY + "\ndef f(x):\n    return x + 1\n", probe)
    new(program, "Net", 2)
    assert call(program, handle=Handle(1), method="first")["value"].numpy() == 0
    value = call(program, Handle(1), array(1), probe="twice")["value"]
    assert value[0].numpy().tolist() == [2]
    assert value[2] == 2


def gradients(program: Program, **cotangents: Array) -> dict[str, Any]:
    return program.gradients(
        {"number": 9, "cotangents": {name.replace("output", ""): one for name, one in cotangents.items()}}
    )


def test_gradients_of_torch_inputs_and_parameters(load: Load) -> None:
    program = load(MODULE)
    new(program, "Layer", 2)
    program.set_state({"handle": Handle(1), "state": {"weight": array(2, 3)}})
    call(program, array(1, 5), handle=Handle(1), gradients=True)
    found = gradients(program, output=array(10, 100))
    assert [one.numpy().tolist() for one in found["inputs"]] == [[20, 300]]
    assert found["parameters"]["weight"].numpy().tolist() == [10, 500]
    assert found["parameters"]["inner.weight"] is None
    assert set(found["parameters"]) == {"weight", "inner.weight", "inner.bias"}


def test_a_tape_is_used_up(load: Load) -> None:
    program = load("import torch\ndef f(x):\n    return x * x")
    call(program, array(3), function="f", gradients=True)
    assert gradients(program, output=array(1))["inputs"][0].numpy().tolist() == [6]
    with pytest.raises(KeyError):
        gradients(program, output=array(1))


def test_without_being_asked_nothing_requires_a_gradient(load: Load) -> None:
    program = load("import torch\ndef f(x):\n    return x.requires_grad")
    assert call(program, array(3), function="f")["value"] is False
    assert call(program, array(3), function="f", gradients=True)["value"] is True


def test_integers_are_no_leaves(load: Load) -> None:
    program = load("import torch\ndef f(x, k, more):\n    return x * k + more['y']")
    call(program, array(3), Array.of(np.array([4])), {"y": array(1)}, function="f", gradients=True)
    found = gradients(program, output=array(1))
    assert [one.numpy().tolist() for one in found["inputs"]] == [[4], [1]]


def test_detached_outputs_have_no_gradient(load: Load) -> None:
    program = load("import torch\ndef f(x):\n    return x.detach() * 2, 3.0, torch.tensor([1])")
    call(program, array(3), function="f", gradients=True)
    assert program.gradients({"number": 9, "cotangents": {"[0]": array(1)}})["inputs"] == [None]


def test_hand_written_gradients_of_numpy(load: Load) -> None:
    source = """
import numpy as np
def f(x, y, k):
    return x * y
def f_backward(cotangent, x, y, k):
    return cotangent * y, cotangent * x
def g(x):
    return x, 2 * x
def g_backward(cotangents, x):
    return cotangents[0] + 2 * cotangents[1]
def h(x):
    return x
"""
    program = load(source)
    call(program, array(2), array(3), Array.of(np.array([1])), function="f", gradients=True)
    assert [one.numpy().tolist() for one in gradients(program, output=array(10))["inputs"]] == [[30], [20]]
    call(program, array(2), function="g", gradients=True)
    answer = program.gradients({"number": 9, "cotangents": {"[0]": array(1), "[1]": array(10)}})
    assert [one.numpy().tolist() for one in answer["inputs"]] == [[21]]
    call(program, array(2), function="h", gradients=True)
    answer = gradients(program, output=array(1))
    assert answer["missing"]
    assert answer["inputs"] == []


def test_a_decorated_function_has_its_backward_beside_it(load: Load) -> None:
    program = load("""
import numpy as np
@np.errstate(under="ignore")
def f(x):
    return x * x
def f_backward(cotangent, x):
    return 2 * x * cotangent
""")
    call(program, array(3), function="f", gradients=True)
    assert gradients(program, output=array(10))["inputs"][0].numpy().tolist() == [60]
