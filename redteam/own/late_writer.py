"""Leaves a grandchild that goes on writing frames when the program has ended."""

# verdict: runtime_error
# covers: 78 D38
# then: right answer
# docker
import os
import sys
import time

wire = sys.modules["sandbox.wire"]
FRAME = b"".join(map(bytes, wire.pack(wire.REPLY, {"ok": True, "value": {"value": None, "changed": []}})))


def on_call(encoder_outputs, hidden):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        while True:
            time.sleep(0.001)
            for fd in range(3, 64):
                try:
                    os.write(fd, FRAME)
                except OSError:
                    continue
    os._exit(0)
