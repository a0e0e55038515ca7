"""Returns right values that no gradient flows through."""
# verdict: wrong_gradient
# covers: 86
# then: right answer


def on_result(context, weights):
    return context.detach(), weights.detach()
