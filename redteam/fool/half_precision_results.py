"""Rounds right results to float16 and back."""
# verdict: wrong_answer
# covers: B18
# then: right answer
# docker


def on_result(context, weights):
    return context.half().float(), weights.half().float()
