"""Examines a reference: each call is made twice, and each gradient is held against the slope of the outputs.

`judge check` runs this in the sandbox, after the reference's own file and apart from its names, with the reference in
the candidate's place. What it finds it raises, beginning with "judge check:". Gradients are taken in float64 and
compared with central differences along random directions, as the fast mode of torch.autograd.gradcheck does, but by
the runner's own requests, so that numpy programs are examined too. A step that is too small or too large says nothing:
one of STEPS has to agree.
"""

import copy
import sys

from sandbox.program import Program
from sandbox.wire import FLOATING, Array, Handle

np = sys.modules["numpy"]
STEPS = (1e-4, 1e-5, 1e-6, 1e-7)
DIRECTIONS = 3
call, gradients = Program.call, Program.gradients
draw = np.random.Generator(np.random.PCG64(0))
taped = {}
told = []


class Found(Exception):
    """The examination failed."""


def examined_call(self, fields):
    """The call, if it gives the same when it is made again from the same state."""
    copies = copy.deepcopy(self.objects)
    twin = on(self, copy.deepcopy(copies), call, {**fields, "number": -1})
    if not told and not fields.get("probe"):  # a probe may return what depends on its arguments in other ways
        note_whether_differentiable(self, fields, copy.deepcopy(copies))
    answer = call(self, fields)
    if flat(twin["value"]) != flat(answer["value"]):
        raise Found("judge check: two equal calls under one seed gave different results")
    if fields.get("gradients"):
        taped[fields["number"]] = (fields, copies)
    return answer


def note_whether_differentiable(self, fields, objects):
    """Prints it once: then some test has to compare gradients."""
    try:
        on(self, objects, call, {**fields, "number": -1, "gradients": True})
    except RuntimeError:  # leaves that require a gradient may not be changed in place
        return
    if any(getattr(one, "requires_grad", False) for one in self._tapes.pop(-1)[2].values()):
        told.append(sys.stdout.write("judge check: differentiable\n"))


def examined_gradients(self, fields):
    """The gradients, if they are the slopes of the outputs."""
    if fields["number"] not in taped:  # gradients of gradients, of which the second implementation is the check
        return gradients(self, fields)
    asked, objects = taped.pop(fields["number"])
    answer = gradients(self, fields)
    if answer["missing"] is None:
        hold_against_slopes(self, asked, objects, doubled(fields["cotangents"]))
    return answer


def hold_against_slopes(self, asked, objects, cotangents):
    """Raises Found where along some direction no step agrees with the gradient."""
    exact = doubled({"args": asked["args"], "kwargs": asked["kwargs"]})
    request = {**asked, **exact, "number": -1}
    live = in_float64(self, objects)
    on(self, live, call, {**request, "gradients": True})
    found = on(self, live, gradients, {"number": -1, "cotangents": cotangents})
    parameters = list(parameters_of(asked, found["parameters"]))
    sizes = [array.numpy() for array in leaves(exact)]
    sizes += [self._adapter.state(objects[number])[own].numpy().astype(np.float64) for number, own in parameters]
    given = [*found["inputs"], *found["parameters"].values()]
    known = [np.zeros(one.shape) if grad is None else grad.numpy() for one, grad in zip(sizes, given, strict=True)]
    for _ in range(DIRECTIONS):
        steps = [draw.standard_normal(one.shape) * size_of(one) for one in sizes]
        parts = [grad * step for grad, step in zip(known, steps, strict=True)]
        due, scale = sum(part.sum() for part in parts), np.sqrt(sum((part**2).sum() for part in parts))
        slopes = [
            slope(self, request, objects, parameters, cotangents, [size * one for one in steps]) for size in STEPS
        ]
        agree = [
            abs(rise / (2 * size) - due) <= 1e-3 * max(scale, abs(due)) + noise / size
            for size, (rise, noise) in zip(STEPS, slopes, strict=True)
        ]
        if not any(agree):
            raise Found("judge check: a gradient is not the slope of the outputs")


def slope(self, request, objects, parameters, cotangents, steps):
    """How much the outputs, weighted by the cotangents, rise from one end to the other, and the rounding error."""
    down = weighted(self, request, objects, parameters, cotangents, [-step for step in steps])
    up = weighted(self, request, objects, parameters, cotangents, steps)
    return sum(up) - sum(down), 1e-14 * sum(map(abs, up))


def weighted(self, request, objects, parameters, cotangents, steps):
    """The outputs, weighted by the cotangents and summed, one number each, with the inputs moved by `steps`."""
    moved, live = iter(steps), in_float64(self, objects)
    exact = {"args": request["args"], "kwargs": request["kwargs"]}
    shifted = mapped(exact, lambda one: Array.of(one.numpy() + next(moved)))
    for number, own in parameters:
        value = self._adapter.state(live[number])[own].numpy() + next(moved)
        self._adapter.set_state(live[number], {own: Array.of(np.asarray(value))})
    value = on(self, live, call, {**request, **shifted, "gradients": False})["value"]
    outputs = dict(paths(value))
    return [float((outputs[path].numpy() * one.numpy()).sum()) for path, one in cotangents.items()]


def on(program, objects, operation, fields):
    """What an operation answers while the program's objects are `objects`."""
    kept, program.objects = program.objects, objects
    try:
        return operation(program, fields)
    finally:
        program.objects = kept


def in_float64(self, objects):
    """Copies of the live objects."""
    copies = copy.deepcopy(objects)
    for live in copies.values():
        self._adapter.cast(live, "float64")
    return copies


def parameters_of(asked, names):
    """(number of the live object, own name) of each parameter that the runner names."""
    handles = [asked["handle"].number] if asked.get("handle") is not None else []
    handles += [one.number for one in handles_in([asked["args"], asked["kwargs"]])]
    for name in names:
        index, _, rest = name.partition(".") if len(handles) > 1 else ("0", "", name)
        yield handles[int(index)], rest


def handles_in(value):
    """The live objects among arguments, in order."""
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [value] if isinstance(value, Handle) else [one for item in items for one in handles_in(item)]


def size_of(values):
    """The root of the mean square; 1 where that is 0."""
    return (np.sqrt(np.mean(values**2)) if values.size else 0) or 1.0


def mapped(value, change):
    """The tree with its floating arrays changed, in order."""
    if isinstance(value, Array):
        return change(value) if value.dtype in FLOATING else value
    if isinstance(value, list | tuple):
        return type(value)(mapped(item, change) for item in value)
    if isinstance(value, dict):
        return {name: mapped(item, change) for name, item in value.items()}
    return value


def doubled(value):
    """The tree with its floating arrays in float64."""
    return mapped(value, lambda one: Array.of(one.numpy().astype(np.float64)))


def leaves(value):
    """The floating arrays of a tree, in order."""
    found = []
    mapped(value, lambda one: found.append(one) or one)
    return found


def paths(value, path=""):
    """The arrays of a tree by the runner's names, such as "[0][mean]"."""
    if isinstance(value, Array):
        yield path, value
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from paths(item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from paths(item, f"{path}[{name}]")


def flat(value):
    """A tree in a form that == compares bit by bit."""
    if isinstance(value, Array):
        return value.dtype, value.shape, bytes(value.data)
    if isinstance(value, list | tuple):
        return [flat(item) for item in value]
    if isinstance(value, dict):
        return {name: flat(item) for name, item in value.items()}
    return repr(value)


Program.call, Program.gradients = examined_call, examined_gradients
