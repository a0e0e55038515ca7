"""Sends float32 bytes under the name of bfloat16, and a dtype that does not exist."""

# verdict: runtime_error wrong_answer
# covers: 86
# then: right answer
import sys

adapter = sys.modules["sandbox.adapters.torch_adapter"]
plain = adapter.plain


def lie(value):
    found = plain(value)
    return found and type(found)("float31", found.shape, found.data)


def on_call(encoder_outputs, hidden):
    adapter.plain = lie
