"""Returns one result too many."""
# verdict: wrong_answer
# covers: 86
# then: right answer


def on_result(context, weights):
    return context, weights, weights
