"""An honest program that is wrong: its weights stand in the wrong order."""
# verdict: wrong_answer
# docker
# then: right answer


def on_result(context, weights):
    return context, weights.flip(-1)
