"""Mounts, takes mounts away, and changes its root."""

# verdict: accepted
# covers: 66 68
# then: right answer
# docker
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def attempt(name, result):
    if result >= 0:
        print("GOT THROUGH", name)


attempt("mount", libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))
attempt("bind", libc.mount(b"/", b"/tmp", None, 4096 | 16384, None))
attempt("remount", libc.mount(b"none", b"/", None, 4096 | 32, None))
attempt("umount", libc.umount2(b"/proc/sys", 2))
attempt("chroot", libc.chroot(b"/tmp"))
attempt("pivot_root", libc.syscall(155, b"/tmp", b"/tmp"))
attempt("open_tree", libc.syscall(428, -100, b"/", 1))
attempt("fsopen", libc.syscall(430, b"tmpfs", 0))
print("tried")
