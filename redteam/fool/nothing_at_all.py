"""Returns None, as methods do that are called for their effect."""
# verdict: wrong_answer
# covers: 86
# then: right answer


def on_result(context, weights):
    return None
