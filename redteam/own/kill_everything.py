"""Kills every process in reach, group and session included."""

# verdict: accepted runtime_error
# covers: 26 D48
# then: right answer
# docker
import os
import signal

print("tried", flush=True)


def on_call(encoder_outputs, hidden):
    mine = os.getpid()
    for pid in [-1, os.getppid(), 1, *range(2, 3000)]:
        for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
            try:
                if pid != mine:
                    os.kill(pid, number)
            except OSError:
                continue
