"""Raises an exception with a text of megabytes and lines without end."""
# verdict: runtime_error
# covers: 51
# then: right answer
# docker


def on_call(encoder_outputs, hidden):
    raise ValueError("\n" * (1 << 20) + "\x1b[31m" * (1 << 20))
