"""Ignores every signal that can be ignored, and computes for longer than its processor time."""

# verdict: time_limit_exceeded
# covers: 9
# then: right answer
# limits: wall_s=4 total_wall_s=5 cpu_s=1
import signal


def on_call(encoder_outputs, hidden):
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass
