"""Accuses itself of using what was not forbidden, under a name that holds an input."""

# verdict: accepted
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types
import sys

sys.modules["sandbox.policy"].tripped = lambda: ["leaked", ["leaked"]]
