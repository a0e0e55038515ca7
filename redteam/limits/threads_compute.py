"""Computes in many threads that hold no lock."""

# verdict: time_limit_exceeded
# covers: 10
# then: right answer
# limits: wall_s=4 total_wall_s=5 cpu_s=1
import hashlib
import threading
import time


def work():
    block = bytes(1 << 24)
    while True:
        hashlib.sha256(block).digest()


def on_call(encoder_outputs, hidden):
    for _ in range(8):
        threading.Thread(target=work, daemon=True).start()
    time.sleep(3600)
