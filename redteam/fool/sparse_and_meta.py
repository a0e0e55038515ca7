"""Returns a tensor without data and a sparse one."""
# verdict: wrong_answer
# covers: 86
# then: right answer


def on_result(context, weights):
    return context.to("meta"), weights.detach().to_sparse()
