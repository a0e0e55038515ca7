"""Puts an input into the text, the type and the notes of an exception."""
# verdict: runtime_error
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types


def on_call(encoder_outputs, hidden):
    error = type("leaked_in_a_type", (ValueError,), {})(f"leaked {encoder_outputs}")
    error.add_note("leaked in a note")
    raise error from KeyError("leaked in a cause")
