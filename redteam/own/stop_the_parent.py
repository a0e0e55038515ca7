"""Stops and kills its parent and process 1, by number and by handle."""

# verdict: accepted runtime_error
# covers: 6 27 D48
# then: right answer
# trap: killing pid 1 must not buy a free retry
import os
import signal


def on_call(encoder_outputs, hidden):
    for pid in (os.getppid(), 1):
        for number in (signal.SIGSTOP, signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS):
            try:
                os.kill(pid, number)
                signal.pidfd_send_signal(os.pidfd_open(pid), number)
            except OSError:
                continue
    print("tried", flush=True)
