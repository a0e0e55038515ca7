"""Takes the requests from the channel before the runner does."""

# verdict: runtime_error time_limit_exceeded
# covers: 78
# then: right answer
# limits: wall_s=1.5 total_wall_s=6
import os
import threading


def read():
    while True:
        for fd in range(3, 16):
            try:
                os.read(fd, 1 << 16)
            except OSError:
                continue


threading.Thread(target=read, daemon=True).start()
