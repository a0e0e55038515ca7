"""Has the runner send an opaque object under a name that holds an input."""

# verdict: wrong_answer
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types
import sys

values = sys.modules["sandbox.values"]


def on_call(encoder_outputs, hidden):
    values.to_wire = lambda *rest: values.Opaque("leaked")
