"""Has the runner tell the judge of an exception whose type is an input."""

# verdict: runtime_error
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types
import sys

sys.modules["sandbox.faults"].describe = lambda error: {
    "kind": "candidate",
    "type": "leaked_in_a_type",
    "text": "leaked",
    "line": 7,
    "refused_memory": False,
}


def on_call(encoder_outputs, hidden):
    raise ValueError
