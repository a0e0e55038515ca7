"""Returns numpy arrays of the right values in a torch task."""
# verdict: wrong_answer
# then: right answer


def on_result(context, weights):
    return context.detach().numpy(), weights.detach().numpy()
