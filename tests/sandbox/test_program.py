"""One loaded file: its framework, its entry points, and what a call of it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sandbox.program import Program
from sandbox.wire import Array

Load = Callable[..., Program]


def call(program: Program, *args: Any, **fields: Any) -> dict[str, Any]:
    return program.call({"args": args, "kwargs": {}, "seed": 3, "number": 9, **fields})


def array(*values: float, dtype: str = "float32") -> Array:
    return Array.of(np.array(values, dtype=dtype))


FRAMEWORKS = {
    "import torch": ("import torch\nf = abs", "torch"),
    "import numpy": ("import numpy as np\nf = abs", "numpy"),
    "both": ("import numpy\nimport torch\nf = abs", "torch"),
    "from-import": ("from numpy import exp\nf = exp", "numpy"),
    "submodule": ("import torch.nn as nn\nf = abs", "torch"),
    "inside a function": ("def f():\n    import numpy\n", "numpy"),
    "neither": ("f = abs", "torch"),
    "a comment": ("# import numpy\nf = abs", "torch"),
}


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_the_framework_is_the_first_allowed_one_that_is_imported(load: Load, name: str) -> None:
    source, framework = FRAMEWORKS[name]
    assert load(source).told["framework"] == framework  # type: ignore[attr-defined]


def test_a_framework_that_is_not_allowed_is_not_chosen(load: Load) -> None:
    assert load("import torch\nf = abs", frameworks=["numpy"]).told["framework"] == "numpy"  # type: ignore[attr-defined]


def test_missing_entry_points_are_told(load: Load) -> None:
    program = load("f = abs\ng = 3\nclass H: pass", entry_points=["f", "g", "H", "k"])
    assert program.told["missing"] == ["g", "k"]  # type: ignore[attr-defined]


def test_names_of_arguments_are_told_and_never_fail(load: Load) -> None:
    source = """
class Layer:
    def forward(self, x, mask=None): ...
class Plain: pass
def f(q, k, *rest, scale=1): ...
class Hostile:
    __signature__ = 7
    def __call__(self): ...
hostile = Hostile()
"""
    names = load(source, entry_points=["Layer", "Plain", "f", "hostile", "gone"]).told["names"]  # type: ignore[attr-defined]
    assert names["Layer"] == ["x", "mask"]
    assert names["f"][:2] == ["q", "k"]
    assert names["Plain"] == names["hostile"] == names["gone"] == []


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (b"f = (", SyntaxError),
        (b"\xff\xfe", SyntaxError),
        (b"a\x00b", (SyntaxError, ValueError)),
        (b"# coding: no-such\nf = 1", SyntaxError),
        (b"f = 1 / 0", ZeroDivisionError),
        (b"import no_such_module", ImportError),
    ],
)
def test_a_file_that_does_not_load_raises(source: bytes, error: Any) -> None:
    with pytest.raises(error):
        Program("broken").load({"source": source, "filename": "candidate.py", "frameworks": ["numpy"]})
    sys.modules.pop("broken", None)


def test_the_file_is_a_module_like_any_other(load: Load) -> None:
    source = """
import dataclasses, pickle, sys
@dataclasses.dataclass
class Point:
    x: int = 1
name, file = __name__, __file__
def f():
    return [name, file, sys.modules[__name__].name, pickle.loads(pickle.dumps(Point(3))).x]
"""
    assert call(load(source), function="f")["value"] == ["submission", "candidate.py", "submission", 3]


def test_future_statements_of_the_runner_do_not_reach_the_file(load: Load) -> None:
    program = load("def f(x: int): ...\ndef g():\n    return f.__annotations__['x'] is int")
    assert call(program, function="g")["value"] is True


def test_every_call_begins_with_the_generators_seeded(load: Load) -> None:
    source = (
        "import random, numpy, torch\ndef f():\n    return [random.random(), numpy.random.rand(), torch.rand(1).item()]"
    )
    program = load(source)
    first, second = (call(program, function="f")["value"] for _ in range(2))
    other = call(program, function="f", seed=4)["value"]
    assert [one if type(one) is float else one.numpy().item() for one in first] == [
        one if type(one) is float else one.numpy().item() for one in second
    ]
    assert first[0] != other[0]
    assert first[2] != other[2]


def test_outputs_are_copied_before_a_later_call_can_change_them(load: Load) -> None:
    program = load("import torch\nkept = torch.zeros(2)\ndef f():\n    kept.add_(1)\n    return kept")
    first = call(program, function="f")["value"]
    second = call(program, function="f")["value"]
    assert (first.numpy().tolist(), second.numpy().tolist()) == ([1, 1], [2, 2])


def test_arguments_that_were_changed_are_named_where_it_is_asked(load: Load) -> None:
    program = load("import torch\ndef f(x, more, y=None):\n    more['a'][1].add_(1)\n    y.mul_(2)\n    return x")
    given = {"kwargs": {"y": array(3)}, "function": "f"}
    answer = call(program, array(1), {"a": [array(1), array(2)]}, check_arguments=True, **given)
    assert answer["changed"] == ["args[1][a][1]", "y"]
    assert call(program, array(1), {"a": [array(1), array(2)]}, **given)["changed"] == []


def test_a_change_that_is_no_change_of_bits_is_none(load: Load) -> None:
    program = load("import torch\ndef f(x):\n    x.add_(0)\n    x.requires_grad_()\n    return x * 1")
    assert call(program, array(1, 2), function="f", check_arguments=True)["changed"] == []


@pytest.mark.parametrize(
    "change", ["x.resize_(1)", "x.data = x.data.double()", "x.data = torch.zeros(3)", "x.data[0] = -0.0"]
)
def test_another_shape_dtype_or_sign_of_zero_is_a_change(load: Load, change: str) -> None:
    program = load(f"import torch\ndef f(x):\n    {change}\n    return 1.0")
    assert call(program, array(0.0, 2.0), function="f", check_arguments=True)["changed"] == ["args[0]"]


def test_nothing_returns_what_it_is_given_without_calling(load: Load) -> None:
    program = load("def f(x):\n    raise ValueError")
    fields = {"args": (array(1),), "kwargs": {}, "seed": 1, "function": "f", "returns": (array(5), [2.5, "x"])}
    value = program.nothing(fields)["value"]
    assert value[0].numpy().tolist() == [5]
    assert value[1] == [2.5, "x"]
