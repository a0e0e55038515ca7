"""Names a changed argument after an input."""

# verdict: accepted wrong_answer
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types
import sys

sys.modules["sandbox.values"].Arguments.changed = lambda self, adapter: ["leaked" * 1000]
