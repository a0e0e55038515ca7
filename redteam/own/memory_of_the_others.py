"""Reads and writes the memory of every other process, process 1 first."""

# verdict: accepted
# covers: 66 77
# then: right answer
# trap: a fork server's children must not reach it or each other's keepers
import glob
import os

for path in sorted(glob.glob("/proc/[0-9]*")):
    if path == f"/proc/{os.getpid()}":
        continue
    for name, flags in (("mem", os.O_RDWR), ("mem", os.O_RDONLY), ("environ", os.O_RDONLY), ("maps", os.O_RDONLY)):
        try:
            fd = os.open(f"{path}/{name}", flags)
            if name != "mem" and not os.read(fd, 10):
                continue
            print("GOT THROUGH", path, name)
        except OSError:
            continue
    for name in ("fd", "map_files", "ns"):
        try:
            if name != "ns" and os.listdir(f"{path}/{name}"):
                print("GOT THROUGH", path, name)
            os.readlink(f"{path}/root")
            print("GOT THROUGH", path, "root")
        except OSError:
            continue
print("tried")
