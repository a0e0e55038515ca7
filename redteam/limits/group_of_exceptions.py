"""Raises a group of a great many exceptions, each the cause of the next."""
# verdict: runtime_error
# then: right answer


def on_call(encoder_outputs, hidden):
    errors = [ValueError("x" * 1000)]
    for _ in range(400):
        last = KeyError("y")
        last.__cause__ = errors[-1]
        errors.append(last)
    raise ExceptionGroup("all", errors * 20)
