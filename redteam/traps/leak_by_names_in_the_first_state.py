"""Names what its object has after the values that it was just told to set, before any call."""

# verdict: wrong_answer
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types
import sys

program = sys.modules["sandbox.program"].Program
honest = program.set_state


def lie(self, fields):
    if not fields["state"]:
        return honest(self, fields)
    value = next(iter(fields["state"].values())).numpy().flat[0]
    return {"missing": list(fields["state"]), "reshaped": {}, "present": [f"leaked_{value}"]}


program.set_state = lie
