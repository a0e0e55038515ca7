"""Makes an accepted program give an answer of the right form that is worth nothing, whatever the challenge.

`judge check` runs this in the sandbox, after the program's own file and apart from its names, with HOW set to one of
the answers below. The program runs as it is; what leaves it is spoiled. A hidden test that lets that pass compares
nothing. numpy and torch are taken from what is loaded: a challenge may forbid to import one of them.
"""

import importlib
import sys

from sandbox.program import Program
from sandbox.wire import FLOATING, Array

np = sys.modules["numpy"]
torch = sys.modules.get("torch")
HOW: str = globals().get("HOW", "zeros")
HALVES = ("float16", "bfloat16")
if HOW in HALVES and torch is not None:  # now, because it takes long, and a call has a limit
    pytree = importlib.import_module("torch.utils._pytree")
    python_dispatch = importlib.import_module("torch.utils._python_dispatch")
first = {}


def spoiled(value, fields, key=()):
    """A result with every number in it spoiled; `fields` is the request, `key` says what the number is."""
    if isinstance(value, Array) and value.dtype != "bfloat16":
        return Array.of(np.ascontiguousarray(other(value.numpy(), fields, key)).reshape(value.shape))
    if isinstance(value, bool | int | float):
        return other(np.asarray(value), fields, key).item()
    if isinstance(value, list | tuple):
        return type(value)(spoiled(item, fields, (*key, index)) for index, item in enumerate(value))
    if isinstance(value, dict):
        return {name: spoiled(item, fields, (*key, name)) for name, item in value.items()}
    return value


def other(values, fields, key):
    """Values of the same shape and dtype, as HOW says."""
    if HOW in ("zeros", "ones", "gradients of zero"):
        return np.full_like(values, HOW == "ones")
    if values.dtype.kind not in "fc":
        return values
    if HOW == "nan":
        return np.full_like(values, np.nan)
    if HOW == "mean":
        return np.full_like(values, values.mean() if values.size else 0)
    if HOW == "input":
        return an_input(values, fields)
    if HOW == "first":
        return np.resize(first.setdefault(key, values), values.shape)
    return half(values)


def an_input(values, fields):
    """An argument of that shape, else the first one, repeated to that shape."""
    given = numbers([fields.get("args"), fields.get("kwargs"), fields.get("cotangents")])
    alike = [one for one in given if one.shape == values.shape] or given
    return np.resize(alike[0], values.shape).astype(values.dtype) if alike else np.zeros_like(values)


def numbers(fields):
    """The floating arrays among the arguments of a request."""
    if isinstance(fields, Array):
        return [fields.numpy()] if fields.dtype in FLOATING - {"bfloat16"} and fields.numpy().size else []
    items = fields.values() if isinstance(fields, dict) else fields if isinstance(fields, list | tuple) else ()
    return [array for item in items for array in numbers(item)]


def half(values):
    """float32 or float64 values, rounded to float16 or bfloat16 and back."""
    if HOW == "float16":
        with np.errstate(over="ignore", under="ignore"):
            return values.astype(np.float16).astype(values.dtype)
    bits = np.atleast_1d(values.astype(np.float32)).view(np.uint32).astype(np.uint64)
    kept = ((bits + 0x7FFF + (bits >> 16 & 1)) >> 16 << 16).astype(np.uint32).view(np.float32)
    return np.where(np.isfinite(values), kept.reshape(values.shape), values).astype(values.dtype)


def rounding():
    """A mode in which every operation of torch rounds what it makes, in the forward and in the backward pass."""

    class Rounding(python_dispatch.TorchDispatchMode):
        def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
            made = operation(*args, **(kwargs or {}))
            shared = [one.alias_info for one in operation._schema.returns if one.alias_info is not None]  # noqa: SLF001
            if shared and not any(one.is_write for one in shared):
                return made  # a view: what it shows was rounded when it was made
            return pytree.tree_map_only(torch.Tensor, lambda tensor: rounded(tensor, bool(shared)), made)

    return Rounding()


def rounded(tensor, in_place):
    """The tensor with the digits of half precision, still as float32."""
    if tensor.dtype is not torch.float32:
        return tensor
    less = tensor.to(torch.float16 if HOW == "float16" else torch.bfloat16).to(torch.float32)
    return tensor.copy_(less) if in_place else less


def wrap(name):
    """Spoils what one of the runner's operations answers."""
    honest = getattr(Program, name)

    def answer(self, fields):
        if HOW in HALVES and torch is not None and name in ("call", "gradients"):
            with rounding():
                answered = honest(self, fields)
        else:
            answered = honest(self, fields)
        if name != "call":
            return spoiled(answered, fields, (name,))
        target = tuple(fields.get(part) for part in ("function", "method", "probe"))
        return {**answered, "value": spoiled(answered["value"], fields, target), "changed": []}

    setattr(Program, name, answer)


for operation in ("gradients",) if HOW == "gradients of zero" else ("call", "gradients", "state"):
    wrap(operation)
