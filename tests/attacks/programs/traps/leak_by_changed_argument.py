"""Names a changed argument after an input."""

# verdict: wrong_answer
# then: right answer
# open: the comparer passes on what the runner says
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types
import sys

sys.modules["sandbox.values"].Arguments.changed = lambda self, adapter: ["leaked" * 1000]
