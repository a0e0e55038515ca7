"""A candidate's file, read once and safely, then known only by its bytes.

The file may lie in a tree that its author controls, so it is opened without following links and without waiting,
and judged by what the descriptor says: a FIFO, a device, a folder or a link is refused with its reason.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from judge.errors import UsageError
from judge.model import Challenge, Identity, Report, Submission, SubmissionIdentity, Verdict
from judge.units import share

# More than any challenge may allow as `limits.source_kb`: where to stop before the challenge is known.
READ_CAP_KB = 16 * 1024

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISLNK, "a symbolic link"),
)


class SourceTooLarge(UsageError):
    """The file is larger than the cap; `submission` holds the bytes up to one past it, and the hash of those."""

    def __init__(self, message: str, submission: Submission) -> None:
        super().__init__(message)
        self.submission = submission


def read_submission(path: Path, cap_kb: int = READ_CAP_KB) -> Submission:
    """The file at `path`, of at most `cap_kb` KiB.

    Raises:
        SourceTooLarge: it is larger.
        UsageError: it is missing, unreadable or no regular file.
    """
    return _read(path.name, str(path), None, cap_kb)


def read_below(root: Path, relative: PurePath, cap_kb: int = READ_CAP_KB) -> Submission:
    """The file `relative` below `root`, where no folder on the way may be a link either: for trees of candidates.

    Raises:
        SourceTooLarge: it is larger than `cap_kb` KiB.
        UsageError: it is missing, unreadable, no regular file, or `relative` leaves `root`.
    """
    if relative.is_absolute() or ".." in relative.parts or not relative.name:
        raise UsageError(f"{relative}: write a path below {root}")
    with _walk(root, relative) as folder:
        return _read(relative.name, str(root / relative), folder, cap_kb)


@contextmanager
def _walk(root: Path, relative: PurePath) -> Iterator[int]:
    """A descriptor of the folder that holds `relative`, opened step by step so that no link is followed."""
    descriptor = -1
    try:
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        for part in relative.parts[:-1]:
            upper = descriptor
            descriptor = os.open(part, _FOLDER, dir_fd=upper)
            os.close(upper)
    except OSError as fault:
        if descriptor >= 0:
            os.close(descriptor)
        raise UsageError(f"{root / relative}: a folder on the way is missing, or is a link: {fault.strerror}") from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _read(name: str, shown: str, folder: int | None, cap_kb: int) -> Submission:
    descriptor = _open(shown if folder is None else name, shown, folder)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise _not_regular(shown, status.st_mode)
        source = _read_up_to(descriptor, cap_kb * 1024 + 1)
    except OSError as fault:
        raise UsageError(f"{shown}: cannot be read: {fault.strerror}") from None
    finally:
        os.close(descriptor)
    # A file name is any bytes; a report is Unicode.
    readable = os.fsencode(name).decode("utf-8", "replace")
    submission = Submission(name=readable, source=source, sha256=hashlib.sha256(source).hexdigest())
    if len(source) > cap_kb * 1024:
        raise SourceTooLarge(f"{shown}: is larger than {cap_kb} KiB", submission)
    return submission


def _open(path: str, shown: str, folder: int | None) -> int:
    try:
        return os.open(path, _READ, dir_fd=folder)
    except (OSError, ValueError) as fault:
        number = getattr(fault, "errno", None)
        if number == errno.ELOOP:
            raise _not_regular(shown, stat.S_IFLNK) from None
        if number == errno.ENXIO:
            raise _not_regular(shown, stat.S_IFSOCK) from None
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UsageError(f"{shown}: cannot be opened: {reason}") from None


def _not_regular(shown: str, mode: int) -> UsageError:
    kind = next((words for matches, words in _KINDS if matches(mode)), "no regular file")
    return UsageError(f"{shown}: is {kind}; submit a regular Python file")


def _read_up_to(descriptor: int, size: int) -> bytes:
    """At most `size` bytes, however large the file is or grows."""
    parts: list[bytes] = []
    while size > 0 and (part := os.read(descriptor, min(size, 1 << 20))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def oversize_report(submission: Submission, challenge: Challenge) -> Report | None:
    """The report for a file above the challenge's `source_kb`: the candidate's fault; None where it may run."""
    cap = challenge.limits.source_kb
    if len(submission.source) <= cap * 1024:
        return None
    return Report(
        challenge=Identity(id=challenge.id, version=challenge.version),
        submission=SubmissionIdentity(name=submission.name, sha256=submission.sha256),
        verdict=Verdict.COMPILE_ERROR,
        reason=f"source: {share(len(submission.source), cap * 1024)} that this challenge allows.",
        score=0.0,
        max_score=0.0,
    )
