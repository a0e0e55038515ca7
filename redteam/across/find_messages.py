"""Looks for whatever an earlier run may have left, in every place that across/leave_messages knows."""

# verdict: accepted
# covers: 47 52 64 98 101 102 103 104 107 A9
# after: across/leave_messages
# then: right answer
# docker
import ctypes
import fcntl
import glob
import os
import socket
import sys

libc = ctypes.CDLL(None, use_errno=True)
KEY, NAME = 0x5EC2E7, "attack-left-message"
FOLDERS = ["/tmp", "/tmp/work", "/dev/shm", "/dev/mqueue", "/var/tmp", "/run", "/run/lock", "/judge", "/judge/sandbox"]
FOLDERS += ["/", "/dev", "/dev/pts", "/etc", "/proc/self/cwd", os.path.expanduser("~"), sys.prefix]
FOLDERS += [os.path.dirname(sys.modules[name].__file__) for name in ("os", "torch", "numpy")]

for folder in FOLDERS:
    for path in glob.glob(f"{folder}/**/attack-left*", recursive=folder in ("/tmp", "/dev/shm"), include_hidden=True):
        print("GOT THROUGH", path)
for name, found in (("shm", libc.shmget(KEY, 4096, 0)), ("sem", libc.semget(KEY, 1, 0)), ("msg", libc.msgget(KEY, 0))):
    if found >= 0:
        print("GOT THROUGH", name)
if libc.syscall(249, b"user", b"attack", None, 0) >= 0:
    print("GOT THROUGH keyring")
if libc.syscall(240, b"attack-left", 0, 0, None) >= 0:
    print("GOT THROUGH queue")
for address in ("\0attack", "/tmp/work/attack-left-socket"):
    try:
        socket.socket(socket.AF_UNIX).connect(address)
        print("GOT THROUGH", address)
    except OSError:
        continue
try:
    fcntl.flock(open(os.__file__), fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("GOT THROUGH lock")
except OSError:
    print("without a lock")
if "attack" in os.uname().nodename or "ATTACK" in os.environ:
    print("GOT THROUGH name")
print("tried")
