"""Leaves a message wherever it can: files, caches, shared memory, queues, keys, sockets, locks, the host name."""

# verdict: accepted
# covers: 47 52 64 98 101 102 104 107
# then: right answer
# docker
import ctypes
import fcntl
import os
import socket
import sys

libc = ctypes.CDLL(None, use_errno=True)
KEY, NAME = 0x5EC2E7, "attack-left-message"
FOLDERS = ["/tmp", "/tmp/work", "/dev/shm", "/dev/mqueue", "/var/tmp", "/run", "/run/lock", "/judge", "/judge/sandbox"]
FOLDERS += ["/", "/dev", "/dev/pts", "/etc", "/proc/self/cwd", os.path.expanduser("~"), sys.prefix]
FOLDERS += [os.path.dirname(sys.modules[name].__file__) for name in ("os", "torch", "numpy")]

CACHES = ["__pycache__", ".cache/torch", ".triton/cache", "torchinductor_candidate", ".nv/ComputeCache"]

left = 0
for folder in FOLDERS:
    for name in (NAME, *(f"{cache}/{NAME}" for cache in CACHES)):
        try:
            os.makedirs(os.path.dirname(f"{folder}/{name}"), exist_ok=True)
            with open(f"{folder}/{name}", "w") as file:
                left += file.write("message") > 0
        except OSError:
            continue
left += libc.shmget(KEY, 4096, 0o1666) >= 0
left += libc.semget(KEY, 1, 0o1666) >= 0
left += libc.msgget(KEY, 0o1666) >= 0
libc.syscall(248, b"user", b"attack", b"message", 7, -4)  # add_key to the user's keyring
libc.syscall(240, b"attack-left", 0o102, 0o666, None)  # mq_open
for address in ("\0attack", "/tmp/work/attack-left-socket"):
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen()
    left += 1
    globals()[address] = server
lock = open(os.__file__)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    print("without a lock")
libc.sethostname(b"attack", 6)
os.environ["ATTACK"] = "message"
print("tried", left)
