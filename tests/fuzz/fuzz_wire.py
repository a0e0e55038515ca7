"""Coverage-guided fuzzing of `judge.wire.read`: whatever arrives, it is values that can be used or a WireError.

It needs atheris, which the tests do not:

    python -m pip install --group fuzz
    python tests/fuzz/fuzz_wire.py -max_total_time=300 -rss_limit_mb=1024 CORPUS

CORPUS is a folder of your own, kept from run to run; `--seeds CORPUS` writes honest frames into it to begin with. A
crash is written to a file, and the program with that file as its argument repeats it. Make it a test in
tests/unit/test_wire_hostile.py.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris
import numpy as np

with atheris.instrument_imports(include=["judge.wire"]):
    from judge import wire

CAPS = wire.Caps(meta_bytes=1 << 16, payload_bytes=1 << 16, arrays=64, depth=8)
HONEST: tuple[dict[str, wire.Value], ...] = (
    {"ok": True, "value": {"value": (wire.Array.of(np.ones((2, 3), np.float32)), None), "changed": []}},
    {"ok": False, "error": {"type": "ValueError", "text": "a\nb", "line": 3, "refused_memory": False}},
    {"ok": True, "value": [wire.Handle(1), wire.Opaque("a.B"), 1.5, 2j, b"ab", {"k": {3: "v"}}]},
    {"ok": True, "value": wire.Array("bfloat16", (2,), b"\0\x3f\0\x40")},
)


def one_input(data: bytes) -> None:
    """Reads the bytes as a frame, and again as description, newline and payload, behind a header that fits them."""
    _read(data)
    meta, _, payload = data.partition(b"\n")
    _read(wire.HEADER.pack(wire.MAGIC, wire.REPLY, len(meta), len(payload)) + meta + payload)


def _read(raw: bytes) -> None:
    position = 0

    def receive(size: int) -> bytes:
        nonlocal position
        assert size <= max(CAPS.meta_bytes, CAPS.payload_bytes), f"{size} bytes are taken unseen"
        part = raw[position : position + size]
        position += size
        if len(part) != size:
            raise wire.WireError("the channel ended")
        return part

    try:
        fields = wire.read(receive, wire.REPLY, CAPS)
    except wire.WireError as refused:
        str(refused).encode("utf-8")
    else:
        use(fields)


def use(value: object) -> None:
    """Does what the judge does with values: arrays become numpy's, text is printed."""
    if isinstance(value, wire.Array):
        assert value.numpy().shape == value.shape
    elif isinstance(value, dict):
        for key, item in value.items():
            use(key)
            use(item)
    elif isinstance(value, list | tuple):
        for item in value:
            use(item)
    elif isinstance(value, wire.Opaque):
        use(value.type_name)
    elif isinstance(value, str):
        value.encode("utf-8")


def write_seeds(folder: Path) -> None:
    """Honest frames, in both forms that `one_input` reads: from them a fuzzer finds its way sooner."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, fields in enumerate(HONEST):
        frame = b"".join(bytes(part) for part in wire.pack(wire.REPLY, fields))
        (folder / f"frame-{number}").write_bytes(frame)
        body = wire.HEADER.size + wire.HEADER.unpack_from(frame)[2]
        (folder / f"parts-{number}").write_bytes(frame[wire.HEADER.size : body] + b"\n" + frame[body:])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--seeds"]:
        write_seeds(Path(sys.argv[2]))
    else:
        atheris.Setup(sys.argv, one_input)
        atheris.Fuzz()
