"""Makes a file that seems to be a terabyte."""

# verdict: runtime_error
# covers: 45
# then: right answer
import os


def on_call(encoder_outputs, hidden):
    fd = os.open("/tmp/attack-left", os.O_RDWR | os.O_CREAT)
    os.ftruncate(fd, 1 << 40)
    print("GOT THROUGH")
