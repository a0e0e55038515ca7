"""Announces a large answer and sends it byte by byte, so fast that there always is one to read."""

# verdict: time_limit_exceeded runtime_error
# covers: 8
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5 returned_mb=256
import os
import struct

HEADER = struct.pack("<4sB3xIQ", b"JDG1", 2, 2, 250 << 20)


def on_call(encoder_outputs, hidden):
    for fd in range(3, 16):
        try:
            os.write(fd, HEADER + b"{}")
            break
        except OSError:
            continue
    for _ in range(3):
        os.fork()
    while True:
        os.write(fd, b"\0")
