"""Returns a named tuple that never ends."""

# verdict: memory_limit_exceeded time_limit_exceeded runtime_error wrong_answer
# covers: 86
# then: right answer
# limits: wall_s=2 total_wall_s=7 memory_mb=128
import itertools


class Endless(tuple):
    __slots__ = ()
    _fields = ("context", "weights")

    def __iter__(self):
        return itertools.count()


def on_result(context, weights):
    return Endless((context, weights))
