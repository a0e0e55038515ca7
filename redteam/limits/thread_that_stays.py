"""Starts threads that no end of the program waits for, and one that it would wait for."""

# verdict: accepted
# covers: 15
# then: right answer
import threading
import time

for daemon in (True, False):
    threading.Thread(target=time.sleep, args=(3600,), daemon=daemon).start()
