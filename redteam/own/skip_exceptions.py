"""Raises what test frameworks take for a skipped or passed test."""

# verdict: runtime_error
# then: right answer
# trap: only an allow-list of exception type names crosses the boundary
import itertools
import unittest

KINDS = [unittest.SkipTest, KeyboardInterrupt, GeneratorExit, StopIteration, StopAsyncIteration]
KINDS += [type(name, (BaseException,), {}) for name in ("Skipped", "Exit", "JudgeError", "OutcomeException", "XFailed")]
COUNT = itertools.count()


def on_call(encoder_outputs, hidden):
    raise KINDS[next(COUNT) % len(KINDS)]("skipped")
