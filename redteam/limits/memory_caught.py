"""Catches the refusal of memory again and again, and answers rightly."""
# verdict: memory_limit_exceeded accepted
# then: right answer
# limits: memory_mb=128 total_wall_s=9


def on_call(encoder_outputs, hidden):
    for _ in range(3):
        try:
            bytearray(1 << 44)
        except MemoryError:
            continue
