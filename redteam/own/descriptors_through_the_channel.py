"""Sends open files through the channel, in the hope that the judge keeps them."""

# verdict: runtime_error wrong_answer
# then: right answer
import os
import socket


def on_call(encoder_outputs, hidden):
    for fd in range(3, 16):
        try:
            channel = socket.socket(fileno=os.dup(fd))
            for _ in range(20):
                socket.send_fds(channel, [b"x"], [os.open("/tmp", os.O_RDONLY) for _ in range(4)])
        except OSError:
            continue
