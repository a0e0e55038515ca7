"""Returns a generator of the right values."""
# verdict: wrong_answer
# covers: 86 93
# then: right answer


def on_result(context, weights):
    return (one for one in (context, weights))
