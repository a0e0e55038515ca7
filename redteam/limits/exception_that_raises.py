"""Raises an exception whose text raises, down to a kind that nobody catches."""
# verdict: runtime_error
# covers: 51
# then: right answer


class Nested(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def on_call(encoder_outputs, hidden):
    raise Nested
