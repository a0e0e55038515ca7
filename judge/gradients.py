"""Gradients as trees of names, so that `judge.compare` treats them like any other result."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from judge.replicas import arrays, to_wire
from judge.wire import DTYPES, FLOATING, Array, Value


def floating(value: Value, path: str = "") -> Iterator[tuple[str, Array]]:
    """The floating arrays of a tree with their paths."""
    return ((where, array) for where, array in arrays(value, path) if array.dtype in FLOATING)


def arguments(fields: dict[str, Any]) -> dict[str, Array]:
    """The arrays among a call's arguments, by path, such as "args[0][1]" or "mask"."""
    trees = {f"args[{index}]": to_wire(one) for index, one in enumerate(fields["args"])}
    trees |= {name: to_wire(one) for name, one in fields["kwargs"].items()}
    return {path: array for name, tree in trees.items() for path, array in arrays(tree, name)}


def answered(answer: Value, inputs: dict[str, Array]) -> dict[str, Value]:
    """What a runner answered, by name of input and parameter; None where it found no gradient."""
    fields = answer if isinstance(answer, dict) else {}
    given, parameters = fields.get("inputs"), fields.get("parameters")
    found: dict[str, Value] = dict.fromkeys(inputs)
    found |= zip(inputs, given if isinstance(given, list) else [], strict=False)
    for name, array in parameters.items() if isinstance(parameters, dict) else ():
        found[str(name)] = array
    return found


def shapes(truth: dict[str, Value], inputs: dict[str, Array]) -> dict[str, tuple[int, ...]]:
    """What gradients are due, with their shapes: of every input, and of every parameter that the truth depends on."""
    of_truth = {name: one.shape for name, one in truth.items() if isinstance(one, Array)}
    return {name: one.shape for name, one in inputs.items()} | of_truth


def due(found: dict[str, Value], shapes: dict[str, tuple[int, ...]], dtype: str = "float32") -> Value:
    """The gradients that are due, by name; one that was not found counts as zeros of that dtype."""
    size = DTYPES[dtype].itemsize
    zeros = {
        name: Array(dtype, shape, bytes(math.prod(shape) * size))
        for name, shape in shapes.items()
        if found.get(name) is None
    }
    return {name: zeros.get(name) or found[name] for name in shapes}


def working_dtype(arrays: dict[str, Array]) -> str:
    """The dtype of the floats among a call's arguments; float32 where there are none, or several dtypes."""
    found = {array.dtype for array in arrays.values() if array.dtype in FLOATING}
    return found.pop() if len(found) == 1 else "float32"
