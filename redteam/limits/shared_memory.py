"""Takes memory that is shared and counts for no process alone."""

# verdict: memory_limit_exceeded
# covers: 32
# then: right answer
# limits: memory_mb=128 total_wall_s=9
import mmap


def on_call(encoder_outputs, hidden):
    block = mmap.mmap(-1, 1 << 30)
    for at in range(0, 1 << 30, 4096):
        block[at] = 1
