"""Returns lists in lists in lists."""
# verdict: wrong_answer runtime_error
# then: right answer


def on_result(context, weights):
    nested = context
    for _ in range(200_000):
        nested = [nested]
    return nested, weights
