"""Keeps children that fork and spawn without pause, so that they are hard to freeze between timed calls."""

# verdict: accepted too_slow time_limit_exceeded runtime_error
# covers: C28
# then: right answer
# limits: wall_s=5 total_wall_s=40 cpu_s=60
# tests: timed_tests
# trap: the idle side is frozen; what cannot be frozen must not become a fault of the judge
import os
import signal
import threading

for _ in range(4):
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        signal.signal(signal.SIGCONT, lambda *_: None)
        while True:
            try:
                if os.fork() == 0:
                    os._exit(0)
                os.posix_spawn("/bin/sleep", ["sleep", "0.001"], {})
                threading.Thread(target=lambda: None).start()
            except (OSError, RuntimeError):
                continue
