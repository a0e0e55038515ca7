"""Returns a subclass whose every method hangs."""

# verdict: wrong_answer time_limit_exceeded
# then: right answer
# limits: wall_s=0.7 total_wall_s=1.5
import time


class Slow(dict):
    def hang(self, *rest):
        time.sleep(3600)

    __iter__ = __len__ = __getattr__ = __eq__ = keys = items = hang
    __hash__ = None


def on_result(context, weights):
    return Slow(), weights
