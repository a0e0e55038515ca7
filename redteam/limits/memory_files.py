"""Takes memory by files without a name that it never maps."""

# verdict: memory_limit_exceeded
# covers: 32
# then: right answer
# limits: memory_mb=128 total_wall_s=9 open_files=256
import os


def on_call(encoder_outputs, hidden):
    kept = []
    while True:
        kept.append(os.memfd_create("attack"))
        os.write(kept[-1], bytes(4 << 20))
