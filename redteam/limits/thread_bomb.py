"""Starts threads for ever."""

# verdict: runtime_error
# covers: 22
# then: right answer
# docker
import threading
import time


def on_call(encoder_outputs, hidden):
    while True:
        threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
