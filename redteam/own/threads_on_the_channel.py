"""Writes to the channel from threads while the runner answers."""

# verdict: runtime_error wrong_answer time_limit_exceeded output_limit_exceeded
# covers: 78
# then: right answer
import os
import threading
import time


def write():
    while True:
        time.sleep(0.0005)
        for fd in range(3, 16):
            try:
                os.write(fd, b"\0")
            except OSError:
                continue


threading.Thread(target=write, daemon=True).start()
time.sleep(0.01)
