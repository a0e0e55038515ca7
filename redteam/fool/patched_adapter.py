"""Replaces the runner's own copying of results, which lives beside it, by one that sends zeros."""

# verdict: wrong_answer
# covers: 82 B13
# then: right answer
import sys

adapter = sys.modules["sandbox.adapters.torch_adapter"]
plain = adapter.plain


def zeros(value):
    found = plain(value)
    return found and type(found)(found.dtype, found.shape, bytes(memoryview(found.data).nbytes))


adapter.plain = zeros
