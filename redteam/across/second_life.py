"""Leaves a message and dies, and looks for it when it is started again for the next test."""

# verdict: runtime_error
# covers: 64 A9
# then: right answer
# docker
import os


def on_call(encoder_outputs, hidden):
    if os.path.exists("/tmp/attack-left-life") or os.path.exists("/dev/shm/attack-left-life"):
        print("GOT THROUGH")
    for folder in ("/tmp", "/dev/shm"):
        open(f"{folder}/attack-left-life", "w").close()
    print("tried", flush=True)
    os._exit(1)
