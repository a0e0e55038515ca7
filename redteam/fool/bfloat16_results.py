"""Rounds right results to bfloat16 and back."""
# verdict: wrong_answer
# covers: B18
# then: right answer


def on_result(context, weights):
    return context.bfloat16().float(), weights.bfloat16().float()
