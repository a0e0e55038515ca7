"""Answers the setting of parameters with names that hold an input of an earlier call."""

# verdict: wrong_answer runtime_error
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types
import sys

SEEN = []
program = sys.modules["sandbox.program"].Program
honest = program.set_state


def on_call(encoder_outputs, hidden):
    SEEN.append("leaked")


def lie(self, fields):
    if not SEEN:
        return honest(self, fields)
    return {"missing": ["attn.weight", *SEEN], "reshaped": {"leaked": [1]}, "present": SEEN}


program.set_state = lie
