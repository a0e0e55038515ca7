"""Raises MemoryError without having used any."""
# verdict: runtime_error memory_limit_exceeded
# then: right answer


def on_call(encoder_outputs, hidden):
    raise MemoryError("so it is said")
