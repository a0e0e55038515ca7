"""Makes namespaces of its own, enters others, mounts, and changes its root."""

# verdict: accepted
# then: right answer
# docker
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
NEWUSER, NEWNS = 0x10000000, 0x00020000


def attempt(name, result):
    if result >= 0:
        print("GOT THROUGH", name)


for flag in (NEWUSER, NEWNS, NEWUSER | NEWNS, 0x08000000, 0x40000000, 0x20000000, 0x02000000, 0x80):
    attempt("unshare", libc.unshare(flag))
    attempt("clone", libc.syscall(56, flag | 17, 0, 0, 0, 0))
arguments = (ctypes.c_uint64 * 11)(NEWUSER, 0, 0, 0, 17)
attempt("clone3", libc.syscall(435, arguments, 88))
for name in os.listdir("/proc/1/ns") if os.access("/proc/1/ns", os.R_OK) else ():
    try:
        attempt("setns", libc.setns(os.open(f"/proc/1/ns/{name}", os.O_RDONLY), 0))
    except OSError:
        continue
attempt("setns by pidfd", libc.setns(os.pidfd_open(1), NEWNS))
attempt("mount", libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))
attempt("bind", libc.mount(b"/", b"/tmp", None, 4096 | 16384, None))
attempt("remount", libc.mount(b"none", b"/", None, 4096 | 32, None))
attempt("umount", libc.umount2(b"/proc/sys", 2))
attempt("chroot", libc.chroot(b"/tmp"))
attempt("pivot_root", libc.syscall(155, b"/tmp", b"/tmp"))
attempt("open_tree", libc.syscall(428, -100, b"/", 1))
attempt("fsopen", libc.syscall(430, b"tmpfs", 0))
print("tried")
