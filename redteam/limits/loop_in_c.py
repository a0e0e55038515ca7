"""Computes for ever in C, where no signal handler of python runs and the interpreter lock is held."""

# verdict: time_limit_exceeded
# covers: 9 16
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import itertools
import signal


def on_call(encoder_outputs, hidden):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sum(itertools.repeat(0))
