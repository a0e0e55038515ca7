"""Returns right results but for one NaN."""
# verdict: wrong_answer
# covers: 86 B24
# then: right answer


def on_result(context, weights):
    context = context.clone()
    context.view(-1)[-1] = float("nan")
    return context, weights
