"""Begins a frame that it does not end, and closes the channel."""

# verdict: runtime_error
# covers: 78
# then: right answer
# trap: a broken channel is runtime_error, not judge_error
import os


def on_call(encoder_outputs, hidden):
    for fd in range(3, 64):
        try:
            os.write(fd, b"JDG1\2\0\0\0\xff\0\0\0")
        except OSError:
            continue
    os.closerange(3, 64)
