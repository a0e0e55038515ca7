"""Fills /tmp and /dev/shm, which are memory, and takes the rest itself."""

# verdict: memory_limit_exceeded
# covers: 32 33
# then: right answer
# limits: memory_mb=128 total_wall_s=9


def on_call(encoder_outputs, hidden):
    for folder in ("/tmp", "/dev/shm"):
        with open(f"{folder}/attack-left", "wb") as file:
            file.write(bytes(15 << 20))
    kept = bytearray(110 << 20)
    for at in range(0, len(kept), 4096):
        kept[at] = 1
