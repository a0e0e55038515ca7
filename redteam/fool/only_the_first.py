"""Returns the first result only."""
# verdict: wrong_answer
# then: right answer


def on_result(context, weights):
    return (context,)
