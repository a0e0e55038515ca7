"""Where a run could leave something on the host: each function lists what is there now."""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Collection, Iterator
from pathlib import Path

# What attack programs call whatever they leave behind, and the key of their System V objects.
MARK = "attack-left"
KEY = 0x5EC2E7
# Where sandboxes and their launcher mount; docker daemons and other programs of the host use other folders.
_NAMED = (
    *("/run/", "/proc", "/sys", "/dev", "/etc", "/usr", "/judge", "/newroot", "/oldroot"),
    *("/tmp/newroot", "/tmp/oldroot", "/tmp/work"),  # noqa: S108
)
_WRITABLE = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/run/lock")  # noqa: S108  (only looked at)


def files(uid: int | None) -> Iterator[str]:
    """Files of that user, or named as attacks name theirs, wherever everybody may write."""
    folders = list(_WRITABLE)
    while folders:
        with contextlib.suppress(OSError):
            for entry in os.scandir(folders.pop()):
                with contextlib.suppress(OSError):  # gone meanwhile
                    status = entry.stat(follow_symlinks=False)
                    if status.st_uid == uid or entry.name.startswith(MARK):
                        yield entry.path
                    elif entry.is_dir(follow_symlinks=False) and status.st_mode & 0o002:
                        folders.append(entry.path)


def memory_objects(uids: Collection[int]) -> Iterator[str]:
    """System V objects of these users or with the attacks' key, and the attacks' POSIX queue."""
    for kind in ("shm", "sem", "msg"):
        for line in _lines(f"/proc/sysvipc/{kind}"):
            fields = dict(zip(_lines(f"/proc/sysvipc/{kind}")[0].split(), line.split(), strict=False))
            if fields["key"] == str(KEY) or {fields.get("uid"), fields.get("cuid")} & {str(uid) for uid in uids}:
                yield f"{kind} {line.split()[1]}"
    queue = ctypes.CDLL(None).mq_open(f"/{MARK}".encode(), os.O_RDONLY)
    if queue >= 0:
        os.close(queue)
        yield f"queue /{MARK}"


def keys(uids: Collection[int]) -> Iterator[str]:
    """Keys and keyrings of these users, or named as attacks name theirs."""
    for line in _lines("/proc/keys"):
        fields = line.split(maxsplit=8)
        if (len(fields) > 5 and fields[5] in {str(uid) for uid in uids}) or "attack" in fields[-1]:
            yield line
    for line in _lines("/proc/key-users"):
        if line.split(":")[0].strip() in {str(uid) for uid in uids}:
            yield f"keys of user {line.split(':')[0].strip()}"


def locks(pids: Collection[int]) -> Iterator[str]:
    """File locks that these processes hold, or that a process took which has ended."""
    for line in _lines("/proc/locks"):
        holder = next((int(word) for word in line.split()[4:6] if word.lstrip("-").isdigit()), 0)
        if holder in pids or (holder > 0 and not Path(f"/proc/{holder}").exists()):
            yield line.partition(":")[2].strip()


def mounts(identities: Collection[str]) -> Iterator[str]:
    """Mounts in the judge's view, wherever a sandbox or what starts it can name a place, and of these containers."""
    for line in _lines("/proc/self/mountinfo"):
        place = line.split()[4]
        named = place in ("/", "/tmp") or place.startswith(_NAMED)  # noqa: S108
        if any(identity in line for identity in identities) or (named and "/netns/" not in place):
            yield place


def control_groups(names: Collection[str]) -> list[str]:
    """Control groups in whose name one of these words stands."""
    walk = os.walk("/sys/fs/cgroup")
    return [f"{at}/{name}" for at, folders, _ in walk for name in folders if any(word in name for word in names)]


def of_user(uid: int | None) -> Iterator[int]:
    """Processes of that user."""
    for entry in os.scandir("/proc"):
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and uid is not None and entry.stat().st_uid == uid:
                yield int(entry.name)


def is_zombie(pid: int) -> bool:
    """Whether the process has ended and nobody has waited for it."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def _lines(path: str) -> list[str]:
    with contextlib.suppress(OSError):
        return Path(path).read_text(errors="replace").splitlines()
    return []
