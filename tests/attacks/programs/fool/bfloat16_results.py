"""Rounds right results to bfloat16 and back."""
# verdict: wrong_answer
# then: right answer
# tests: all


def on_result(context, weights):
    return context.bfloat16().float(), weights.bfloat16().float()
