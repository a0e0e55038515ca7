"""Returns thousands of tensors."""
# verdict: output_limit_exceeded wrong_answer
# then: right answer
# trap: limits also for the number of returned tensors


def on_result(context, weights):
    return (context, weights) + (weights,) * 5000
