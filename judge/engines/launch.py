"""Starts bubblewrap as a user without privileges; run as a script, standard library only.

Where the judge is root, bubblewrap must not be: as root it would leave host files such as core_pattern writable
inside. So this script first shows, in a mount namespace of its own, every folder that the sandbox will see at a place
that an unprivileged user can reach, then becomes a user that owns nothing on this machine, then runs bubblewrap.

Its one argument is the plan that `judge.engines.forkserver` makes, as JSON.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from typing import Any, NoReturn

_CLONE_NEWNS = 0x00020000
_MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC, _MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
_PR_SET_NO_NEW_PRIVS = 38
_STAGE = "/run"


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise SystemExit(f"judge: {what}: {os.strerror(number)}")


def _stage(libc: Any, binds: list[list[str]]) -> list[list[str]]:
    """Bind-mounts every source below a fresh tmpfs that only this process sees; returns the binds to use instead."""
    _check(libc.unshare(_CLONE_NEWNS), "a mount namespace is refused")
    _check(libc.mount(b"none", b"/", None, ctypes.c_ulong(_MS_REC | _MS_PRIVATE), None), "private mounts")
    # Held open, because the staging tmpfs may come to lie over one of them.
    sources = [os.open(source, os.O_PATH | os.O_CLOEXEC) for source, _ in binds]
    flags = ctypes.c_ulong(_MS_NOSUID | _MS_NODEV)
    _check(libc.mount(b"tmpfs", _STAGE.encode(), b"tmpfs", flags, b"mode=755,size=1m"), "a staging tmpfs")
    staged = []
    for index, (fd, (source, destination)) in enumerate(zip(sources, binds, strict=True)):
        place = f"{_STAGE}/{index}"
        if os.path.isdir(source):
            os.mkdir(place)
        else:
            os.close(os.open(place, os.O_CREAT, 0o644))
        origin = f"/proc/self/fd/{fd}".encode()
        _check(libc.mount(origin, place.encode(), None, ctypes.c_ulong(_MS_BIND), None), f"staging {source}")
        staged.append([place, destination])
    return staged


def _memory_file(text: str) -> int:
    """A file descriptor that bubblewrap copies the text from."""
    fd = os.memfd_create("data", 0)
    os.write(fd, text.encode())
    os.lseek(fd, 0, os.SEEK_SET)
    return fd


def main(plan: dict[str, Any]) -> NoReturn:
    """Stages, drops privileges, and becomes bubblewrap."""
    libc = ctypes.CDLL(None, use_errno=True)
    binds = plan["binds"]
    if os.geteuid() == 0:
        binds = _stage(libc, binds)
        os.setgroups([])
        os.setresgid(plan["uid"], plan["uid"], plan["uid"])
        os.setresuid(plan["uid"], plan["uid"], plan["uid"])
    _check(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    shown = [word for source, destination in binds for word in ("--ro-bind", source, destination)]
    files = [word for path, text in plan["files"].items() for word in ("--ro-bind-data", str(_memory_file(text)), path)]
    arguments = [plan["bwrap"], *plan["before"], *shown, *files, *plan["after"]]
    try:
        os.execve(plan["bwrap"], arguments, plan["environment"])
    except OSError as refused:
        raise SystemExit(f"judge: {plan['bwrap']} cannot be run by a user without rights: {refused.strerror}") from None


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
