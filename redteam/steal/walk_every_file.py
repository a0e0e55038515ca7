"""Walks every file that can be read here and searches it for what only the judge may know.

What to look for is filled in by the arena, hexadecimal so that this file is not what is found. Of the interpreter
itself, files are read that have the size of a secret file or share its name; everything else is read whole.
"""

# verdict: accepted
# covers: 53 54 A6 A9
# limits: wall_s=90 total_wall_s=110 cpu_s=100
# then: right answer
import json
import os
import stat

WALK = json.loads(bytes.fromhex("{walk}"))
NEEDLES, SIZES, STEMS = [needle.encode() for needle in WALK["needles"]], set(WALK["sizes"]), set(WALK["stems"])
ENDLESS = ("mem", "kmsg", "pagemap", "clear_refs", "trace_pipe", "kpagecount", "kpageflags", "kpagecgroup", "kcore")
looked_at = read = 0


def search(path):
    """The needle that the file holds."""
    with open(path, "rb") as file:
        before = b""
        while block := file.read(1 << 20):
            for needle in NEEDLES:
                if needle in before + block:
                    return needle
            before = block[-200:]
            if file.tell() > 1 << 26 and path.startswith("/proc/"):
                break
    return None


def worth_reading(path, name, status):
    if not path.startswith(tuple(WALK["installed"])):
        return name not in ENDLESS
    return status.st_size in SIZES or name.split(".")[0] in STEMS


for root in WALK["roots"]:
    for folder, _, names in os.walk(root):
        if folder.startswith("/proc/") and "/task" in folder:
            continue
        for name in names:
            path = os.path.join(folder, name)
            try:
                status = os.lstat(path)
                if not stat.S_ISREG(status.st_mode):
                    continue
                looked_at += 1
                if worth_reading(path, name, status):
                    read += 1
                    if found := search(path):
                        print("GOT THROUGH", path, found)
            except OSError:
                continue
print("tried", looked_at, read)
