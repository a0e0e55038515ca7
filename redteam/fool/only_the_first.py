"""Returns the first result only."""
# verdict: wrong_answer
# covers: B14
# then: right answer


def on_result(context, weights):
    return (context,)
