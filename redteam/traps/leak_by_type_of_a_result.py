"""Returns an object whose type is named after an input."""
# verdict: wrong_answer
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types


def on_result(context, weights):
    return type("leaked", (), {"__module__": "leaked"})(), weights
