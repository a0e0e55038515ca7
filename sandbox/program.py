"""One loaded source file: the candidate's, or one of the reference's, with its live objects and open tapes."""

from __future__ import annotations

import ast
import inspect
import linecache
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from sandbox import policy, values
from sandbox.adapters import adapter
from sandbox.wire import Array, Handle


class Program:
    """Serves the requests that concern one source file. All arrays cross as `wire.Array`."""

    def __init__(self, name: str) -> None:
        self.module = ModuleType(name)
        self.probes = ModuleType(f"{name}_probe")
        self.objects: dict[int, Any] = {}
        self._tapes: dict[int, tuple[Any, values.Arguments, dict[str, Any], dict[str, Any]]] = {}
        self._adapter = adapter("numpy")
        self._settings: dict[str, str] = {}

    def load(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Parses and runs the file from the bytes in `source`; tells its framework and its missing entry points."""
        forbidden = tuple(fields.get("forbidden", ()))
        for framework in fields["frameworks"]:
            if framework in sys.modules:  # as they are before any of the file has run
                self._settings |= adapter(framework).settings()
        tree = ast.parse(fields["source"], fields["filename"])
        policy.arm(forbidden, tuple(fields.get("operators", ())))
        policy.imported(tree, forbidden)
        self._run(self.module, tree, fields["source"], fields["filename"])
        framework = _framework(tree, list(fields["frameworks"]))
        self._adapter = adapter(framework)
        missing = [entry for entry in fields.get("entry_points", ()) if not callable(getattr(self.module, entry, None))]
        names = {entry: _argument_names(getattr(self.module, entry, None)) for entry in fields.get("entry_points", ())}
        return {"framework": framework, "missing": missing, "names": names}

    def load_probe(self, fields: dict[str, Any]) -> None:
        """Runs the challenge's probe file; its functions are called with this program's module as first argument."""
        self._run(self.probes, ast.parse(fields["source"], "probe.py"), fields["source"], "probe.py")

    def _run(self, module: ModuleType, tree: ast.Module, source: bytes, filename: str) -> None:
        module.__file__ = filename
        sys.modules[module.__name__] = module
        text = source.decode("utf-8", "replace")
        linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
        exec(compile(tree, filename, "exec", dont_inherit=True), module.__dict__)

    def new(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Constructs an object of an entry point, in the dtype asked for, and sets its state; answers as `set_state`.

        The object stays here under the judge's number.
        """
        self._adapter.seed(fields["seed"])
        given = values.arguments(fields, self._adapter, self.objects)
        live = getattr(self.module, fields["entry"])(*given.args, **given.kwargs)
        self._adapter.cast(live, fields["dtype"])
        self.objects[fields["number"]] = live
        return self.set_state({"handle": Handle(fields["number"]), "state": fields.get("state", {})})

    def call(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Calls a function, an object, a method or a probe; the outputs are copied before anything else happens."""
        self._adapter.seed(fields["seed"])
        given = values.arguments(fields, self._adapter, self.objects)
        function, plain = self._target(fields)
        guard = bool(fields.get("guard"))
        before = {**self._adapter.settings(), **self._settings, **self._adapter.seeds()} if guard else {}
        result = function(*given.args, **given.kwargs)
        value = values.to_wire(result, plain)
        changed = given.changed(self._adapter) if fields.get("check_arguments") else []
        if fields.get("gradients"):
            outputs = dict(values.floating_outputs(result, plain))
            backward = getattr(self.module, f"{fields.get('function')}_backward", None)
            self._tapes[fields["number"]] = (backward, given, outputs, self._parameters(fields, given))
        if guard:
            return {"value": value, "changed": changed, **self._guard(before, given, result, plain)}
        return {"value": value, "changed": changed}

    def _guard(
        self,
        before: dict[str, str],
        given: values.Arguments,
        result: Any,
        plain: Callable[[object], Array | None],
    ) -> dict[str, Any]:
        """Settings of the process that a call changed, outputs in an argument's memory, what requires a gradient."""
        now = {**self._adapter.settings(), **self._adapter.seeds()}
        outputs = list(values.floating_outputs(result, plain))
        inputs = [(path, live) for path, _, live in given.arrays]
        memory = [live for _, live in inputs]
        return {
            "settings": [name for name in before if now.get(name) != before[name]],
            "shared": [path for path, out in outputs if any(self._adapter.same_memory(out, live) for live in memory)],
            "requires_grad": [path for path, live in [*outputs, *inputs] if self._adapter.requires_grad(live)],
        }

    def nothing(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Takes arguments and returns given outputs without computing: what a call costs apart from its work."""
        self._adapter.seed(fields["seed"])
        values.arguments(fields, self._adapter, self.objects)
        outputs = values.arguments({"args": (fields["returns"],)}, self._adapter, self.objects).args[0]
        return {"value": values.to_wire(outputs, values.scalar_or(self._adapter.plain)), "changed": []}

    def gradients(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Gradients of a taped call under the cotangents, named by the path of an output; the tape is used up.

        With `again` these gradients are the outputs of a new tape, under the same number.
        """
        backward, given, outputs, parameters = self._tapes.pop(fields["number"])
        leaves = given.leaves()
        wanted = leaves + list(parameters.values())
        pairs = [(outputs[path], cotangent) for path, cotangent in fields["cotangents"].items() if path in outputs]
        try:
            found = self._adapter.gradients(backward, (given.args, given.kwargs), pairs, wanted, fields.get("again"))
        except self._adapter.MissingBackward as missing:
            return {"missing": str(missing), "inputs": [], "parameters": {}, "changed": []}
        inputs = found[: len(leaves)] if parameters else found
        of_parameters = dict(zip(parameters, found[len(leaves) :], strict=False))
        if fields.get("again"):
            live = {"inputs": inputs, "parameters": of_parameters}
            outputs = dict(values.floating_outputs(live, self._adapter.plain))
            self._tapes[fields["number"]] = (backward, given, outputs, parameters)
        return {
            "missing": None,
            "inputs": [self._adapter.plain(one) for one in inputs],
            "parameters": {name: self._adapter.plain(one) for name, one in of_parameters.items()},
            # Of the candidate's own code only a backward that is written by hand runs here.
            "changed": given.changed(self._adapter) if backward is not None else [],
        }

    def reset(self) -> None:
        """Forgets every object and tape: the next hidden test begins afresh."""
        self.objects.clear()
        self._tapes.clear()

    def state(self, fields: dict[str, Any]) -> dict[str, Array]:
        """Parameters and buffers of an object, by name."""
        found: dict[str, Array] = self._adapter.state(self.objects[fields["handle"].number])
        return found

    def set_state(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Sets parameters and buffers by name; tells the names that are missing and those of another shape."""
        live = self.objects[fields["handle"].number]
        given: dict[str, Array] = fields["state"]
        present = self._adapter.shapes(live)
        fitting = {name: array for name, array in given.items() if present.get(name) == array.shape}
        self._adapter.set_state(live, fitting)
        return {
            "missing": [name for name in given if name not in present],
            "reshaped": {name: list(present[name]) for name in given if name in present and name not in fitting},
            "present": sorted(present)[:200],
        }

    def _target(self, fields: dict[str, Any]) -> tuple[Callable[..., Any], Callable[[object], Array | None]]:
        plain = values.scalar_or(self._adapter.plain)
        if fields.get("probe"):
            probe, module = getattr(self.probes, fields["probe"]), self.module

            def with_submission(*args: Any, **kwargs: Any) -> Any:
                return probe(module, *args, **kwargs)

            return with_submission, values.array_or_ndarray(self._adapter.plain)
        if fields.get("handle") is None:
            return getattr(self.module, fields["function"]), plain
        live = self.objects[fields["handle"].number]
        return (getattr(live, fields["method"]) if fields.get("method") else live), plain

    def _parameters(self, fields: dict[str, Any], given: values.Arguments) -> dict[str, Any]:
        owners = list(given.objects)
        if fields.get("handle") is not None:
            owners.insert(0, self.objects[fields["handle"].number])
        if len(owners) == 1:
            return dict(self._adapter.parameters(owners[0]))
        return {
            f"{index}.{name}": parameter
            for index, owner in enumerate(owners)
            for name, parameter in self._adapter.parameters(owner).items()
        }


def _argument_names(entry: Any) -> list[str]:
    """Names of the positional arguments of a function, or of what a class's objects are called with."""
    target: Any = getattr(entry, "forward", None) if isinstance(entry, type) else entry
    try:
        names = list(inspect.signature(target).parameters)
    except (TypeError, ValueError):
        return []
    return names[1:] if isinstance(entry, type) else names


def _framework(tree: ast.Module, allowed: list[str]) -> str:
    """The first allowed framework that the file imports; the first allowed one if it imports none."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return next((name for name in allowed if name in found), allowed[0])
