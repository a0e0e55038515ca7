"""Makes namespaces of its own, and enters those of others."""

# verdict: accepted
# covers: 68
# then: right answer
# docker
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
NEWUSER, NEWNS = 0x10000000, 0x00020000


def attempt(name, result):
    if result >= 0:
        print("GOT THROUGH", name, flush=True)
    if result == 0 and name.startswith("clone"):
        os._exit(0)  # it is the child


for flag in (NEWUSER, NEWNS, NEWUSER | NEWNS, 0x08000000, 0x40000000, 0x20000000, 0x02000000, 0x80):
    attempt("clone", libc.syscall(56, flag | 17, 0, 0, 0, 0))
    arguments = (ctypes.c_uint64 * 11)(flag, 0, 0, 0, 17)
    attempt("clone3", libc.syscall(435, arguments, 88))
    attempt("unshare", libc.unshare(flag))
for name in os.listdir("/proc/1/ns") if os.access("/proc/1/ns", os.R_OK) else ():
    try:
        attempt("setns", libc.setns(os.open(f"/proc/1/ns/{name}", os.O_RDONLY), 0))
    except OSError:
        continue
attempt("setns by pidfd", libc.setns(os.pidfd_open(1), NEWNS))
print("tried")
