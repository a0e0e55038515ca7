"""Raises an exception whose text and type are escapes, workflow commands and surrogates."""
# verdict: runtime_error
# covers: 49
# then: right answer


def on_call(encoder_outputs, hidden):
    raise type("\x1b[2J::error::x\n\ud800", (Exception,), {})("\ud800\udfff\x00\x1b[31m\r\n::error::hacked\n\u202e")
