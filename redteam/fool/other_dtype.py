"""Returns the right values in float64 and float16."""
# verdict: wrong_answer
# then: right answer


def on_result(context, weights):
    return context.double(), weights.half()
