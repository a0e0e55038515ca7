"""Returns one result too many."""
# verdict: wrong_answer
# then: right answer


def on_result(context, weights):
    return context, weights, weights
