"""Serves the judge's requests from beside candidate code: one request frame in, one reply frame out.

Everything here runs in the candidate's process and may be rewritten by it. That is why nothing here knows an expected
value, a seed of inputs to come, or a verdict: only arrays leave, and the judge trusts none of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sandbox import faults, policy, wire
from sandbox.program import Program
from sandbox.rehearsal import rehearse

_CAPS = wire.Caps(payload_bytes=4 << 30)
WORK = Path("/tmp/work")
_programs: dict[str, Program] = {}


def serve(read_fd: int, write_fd: int, versions: dict[str, str]) -> None:
    """Says hello, then answers requests until the judge closes the channel."""
    rehearse()
    _reply(write_fd, {"ok": True, "value": {"ready": True, "versions": versions}})
    while True:
        try:
            fields = wire.read(lambda size: _receive(read_fd, size), wire.REQUEST, _CAPS)
        except EOFError:
            return
        _reply(write_fd, _answer(fields))


def _answer(fields: dict[str, Any]) -> dict[str, Any]:
    try:
        if fields.get("afresh"):
            _program(fields).reset()
        return {"ok": True, "value": _OPERATIONS[fields["op"]](fields), "breaches": policy.tripped()}
    except BaseException as error:  # candidate code may raise anything, SystemExit and KeyboardInterrupt included
        return {"ok": False, "error": faults.describe(error), "breaches": policy.tripped()}


def _program(fields: dict[str, Any]) -> Program:
    return _programs[fields["program"]]


def _load(fields: dict[str, Any]) -> Any:
    _programs[fields["program"]] = Program(fields["program"])
    return _program(fields).load(fields)


def _many(fields: dict[str, Any]) -> list[dict[str, Any]]:
    return [_answer(request) for request in fields["requests"]]


def _file(fields: dict[str, Any]) -> None:
    path = WORK / fields["name"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(fields["data"])


_OPERATIONS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "load": _load,
    "load_probe": lambda fields: _program(fields).load_probe(fields),
    "new": lambda fields: _program(fields).new(fields),
    "call": lambda fields: _program(fields).call(fields),
    "nothing": lambda fields: _program(fields).nothing(fields),
    "gradients": lambda fields: _program(fields).gradients(fields),
    "state": lambda fields: _program(fields).state(fields),
    "set_state": lambda fields: _program(fields).set_state(fields),
    "reset": lambda fields: _program(fields).reset(),
    "file": _file,
    "many": _many,
}


def _receive(fd: int, size: int) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        count = os.readv(fd, [view[: 1 << 20]])
        if not count:
            raise EOFError
        view = view[count:]
    return data


def _reply(fd: int, fields: dict[str, Any]) -> None:
    try:
        parts = wire.pack(wire.REPLY, fields)
    except wire.WireError as error:
        told: dict[str, Any] = {"ok": False, "error": faults.describe(error)}
        parts = wire.pack(wire.REPLY, told)
    for part in parts:
        view = memoryview(part).cast("B")
        while view:
            view = view[os.write(fd, view) :]
