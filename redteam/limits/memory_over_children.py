"""Takes too much memory spread over many children, each well below the limit."""

# verdict: memory_limit_exceeded
# then: right answer
# limits: memory_mb=128 total_wall_s=9
import os
import time


def on_call(encoder_outputs, hidden):
    for _ in range(12):
        if os.fork() == 0:
            kept = bytearray(24 << 20)
            for at in range(0, len(kept), 4096):
                kept[at] = 1
            time.sleep(3600)
    time.sleep(3600)
