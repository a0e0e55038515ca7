"""Returns shapes that would broadcast against the right ones."""
# verdict: wrong_answer
# covers: 86
# then: right answer


def on_result(context, weights):
    return context.unsqueeze(0), weights.unsqueeze(-1)
