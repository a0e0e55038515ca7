"""Takes more memory than there is, block by block."""
# verdict: memory_limit_exceeded
# covers: 28 D46
# then: right answer
# limits: memory_mb=400 total_wall_s=9
# docker


def on_call(encoder_outputs, hidden):
    kept = []
    while True:
        kept.append(bytearray(8 << 20))
