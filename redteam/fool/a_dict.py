"""Returns a dict of the right values."""
# verdict: wrong_answer
# covers: 86
# then: right answer


def on_result(context, weights):
    return {0: context, 1: weights}
