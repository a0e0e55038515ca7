"""Returns the right values in float64 and float16."""
# verdict: wrong_answer
# covers: 86
# then: right answer


def on_result(context, weights):
    return context.double(), weights.half()
