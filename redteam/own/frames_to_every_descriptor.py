"""Writes frames that say ok to every descriptor it has."""

# verdict: wrong_answer runtime_error
# covers: 78 D37
# then: right answer
# docker
import os
import sys

wire = sys.modules["sandbox.wire"]
FRAME = b"".join(
    map(
        bytes,
        wire.pack(wire.REPLY, {"ok": True, "value": {"verdict": "accepted", "framework": "torch", "missing": []}}),
    )
)
for name in os.listdir("/proc/self/fd"):
    try:
        os.write(int(name), FRAME * 50)
    except OSError:
        continue
