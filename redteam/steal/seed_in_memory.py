"""Searches all memory of the process, what the fork server left there included, for the seed of the run."""

# verdict: accepted
# covers: A8 D39
# limits: wall_s=15 total_wall_s=20 memory_mb=1024
# then: right answer
import hashlib
import re

SOUGHT = "{seed}"  # sha256 of the seed: the arena puts it in
CONTROL = hashlib.sha256(bytes(range(16))).hexdigest()[:32]  # something of the same form that must be found
BLOCK = 1 << 22
LOOKED = []


def search():
    words = set()
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
        for line in maps.readlines():
            place, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            start, end = (int(one, 16) for one in place.split("-"))
            for at in range(start, end, BLOCK):
                try:
                    memory.seek(at)
                    block = memory.read(min(BLOCK + 64, end - at))
                except (OSError, ValueError, OverflowError):
                    break
                words.update(re.findall(rb"[0-9a-f]{32}", block))
    return words


def on_call(encoder_outputs, hidden):
    if LOOKED:
        return
    LOOKED.append(True)
    found = search()
    if CONTROL.encode() in found:
        print("tried")
    if any(hashlib.sha256(word).hexdigest() == SOUGHT for word in found):
        print("GOT THROUGH")
