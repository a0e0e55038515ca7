"""Sends a pickle that runs code in place of a reply."""

# verdict: runtime_error
# covers: 87 D44
# then: right answer
import os
import pickle


class Payload:
    def __reduce__(self):
        return os.system, ("touch /tmp/attack-left-pickle",)


def on_call(encoder_outputs, hidden):
    for fd in range(3, 64):
        try:
            os.write(fd, pickle.dumps(Payload()) * 50)
        except OSError:
            continue
