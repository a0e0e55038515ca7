"""Sends descriptions of arrays that do not fit their bytes."""

# verdict: runtime_error
# covers: 86
# then: right answer
# docker
import sys

adapter = sys.modules["sandbox.adapters.torch_adapter"]
plain = adapter.plain


def lie(value):
    found = plain(value)
    return found and type(found)(found.dtype, (1 << 20, *found.shape), found.data)


def on_call(encoder_outputs, hidden):
    adapter.plain = lie
