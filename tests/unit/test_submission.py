"""Reading a candidate's file: regular files only, up to a cap, never through a link."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path, PurePath

import pytest

from judge import submission
from judge.catalog import open_catalog
from judge.errors import UsageError
from judge.model import Verdict


def test_bytes_come_back_with_name_and_hash(tmp_path: Path) -> None:
    file = tmp_path / "softmax.py"
    content = b"\xff\x00 not even text\r\n"
    file.write_bytes(content)
    read = submission.read_submission(file)
    assert (read.name, read.source, read.sha256) == ("softmax.py", content, hashlib.sha256(content).hexdigest())


def test_a_file_of_exactly_the_cap_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"#" * 2048)
    assert len(submission.read_submission(file, cap_kb=2).source) == 2048


def test_one_byte_more_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_bytes(b"#" * 5000)
    with pytest.raises(submission.SourceTooLarge, match="larger than 2 KiB") as caught:
        submission.read_submission(file, cap_kb=2)
    assert len(caught.value.submission.source) == 2049


def test_a_huge_sparse_file_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    with file.open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(submission.SourceTooLarge):
        submission.read_submission(file, cap_kb=1)


def test_a_named_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    with pytest.raises(UsageError, match="a named pipe"):
        submission.read_submission(tmp_path / "a.py")


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").symlink_to("/etc/passwd")
    with pytest.raises(UsageError, match="a symbolic link"):
        submission.read_submission(tmp_path / "a.py")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a folder"):
        submission.read_submission(tmp_path)


def test_a_device_is_refused() -> None:
    with pytest.raises(UsageError, match="a device"):
        submission.read_submission(Path("/dev/zero"))


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("a.py")
        with pytest.raises(UsageError, match="a socket"):
            submission.read_submission(Path("a.py"))


@pytest.mark.parametrize("name", ["missing.py", "nul\0.py", "n" * 300])
def test_what_cannot_be_opened_says_why(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be opened"):
        submission.read_submission(tmp_path / name)


def test_a_name_that_is_no_unicode_becomes_readable(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py"))
    file.write_text("")
    assert submission.read_submission(file).name == "\ufffd.py"


def test_descriptors_are_closed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a.py").write_text("")
    (tmp_path / "link").symlink_to("folder")
    before = len(list(Path("/proc/self/fd").iterdir()))
    submission.read_below(tmp_path, PurePath("folder/a.py"))
    for path in ("link/a.py", "folder", "none/a.py"):
        with pytest.raises(UsageError):
            submission.read_below(tmp_path, PurePath(path))
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_below_a_root_reads_nested_files(tmp_path: Path) -> None:
    (tmp_path / "one/two").mkdir(parents=True)
    (tmp_path / "one/two/a.py").write_text("x = 1")
    assert submission.read_below(tmp_path, PurePath("one/two/a.py")).source == b"x = 1"


@pytest.mark.parametrize("path", ["/etc/passwd", "../a.py", "one/../../a.py", "."])
def test_below_a_root_stays_below(tmp_path: Path, path: str) -> None:
    with pytest.raises(UsageError, match="write a path below"):
        submission.read_below(tmp_path, PurePath(path))


def test_below_a_root_follows_no_link_on_the_way(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/a.py").write_text("x = 1")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/link").symlink_to(tmp_path / "secret")
    with pytest.raises(UsageError, match="is a link"):
        submission.read_below(tmp_path / "tree", PurePath("link/a.py"))


def test_a_source_above_the_challenges_cap_is_the_candidates_fault(pack: Path, tmp_path: Path) -> None:
    challenge = open_catalog(pack).load("mean-pool")
    file = tmp_path / "mean_pool.py"
    file.write_bytes(b"#" * 1024)
    assert submission.oversize_report(submission.read_submission(file), challenge) is None
    file.write_bytes(b"#" * 1025)
    report = submission.oversize_report(submission.read_submission(file), challenge)
    assert report is not None
    assert (report.verdict, report.score) == (Verdict.COMPILE_ERROR, 0.0)
    assert "1 KiB" in report.reason
