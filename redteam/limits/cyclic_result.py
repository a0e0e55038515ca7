"""Returns a list that holds itself."""
# verdict: wrong_answer runtime_error
# then: right answer


def on_result(context, weights):
    cycle = [context]
    cycle.append(cycle)
    return cycle, cycle
