"""Returns a dict whose keys hold an input."""
# verdict: wrong_answer
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types


def on_result(context, weights):
    return {"leaked": context, "leaked too": weights}
