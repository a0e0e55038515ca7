"""Makes one file larger than is allowed, in one step."""

# verdict: runtime_error
# covers: 33 44
# then: right answer
import os


def on_call(encoder_outputs, hidden):
    fd = os.open("/dev/shm/attack-left", os.O_RDWR | os.O_CREAT)
    os.posix_fallocate(fd, 0, 200 << 20)
