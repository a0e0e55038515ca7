"""Returns a dict of the right values."""
# verdict: wrong_answer
# then: right answer


def on_result(context, weights):
    return {0: context, 1: weights}
