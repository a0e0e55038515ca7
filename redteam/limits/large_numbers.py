"""Returns numbers of thousands of digits, and numbers that are none."""

# verdict: wrong_answer runtime_error
# then: right answer
import itertools

COUNT = itertools.count()
NUMBERS = [10**400, -(10**4000), float("nan"), complex("inf"), 1 << 63, -(1 << 63) - 1, True]


def on_result(context, weights):
    return NUMBERS[next(COUNT) % len(NUMBERS)], NUMBERS[next(COUNT) % len(NUMBERS)]
