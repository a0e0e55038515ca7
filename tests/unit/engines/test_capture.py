"""What candidates print: kept up to a cap, readable, and harmless to a terminal."""

from __future__ import annotations

import os
import threading
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judge.engines.capture import Capture, PipeReader, clean

BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def capture(cap: int = 10) -> tuple[Capture, list[str]]:
    floods: list[str] = []
    made = Capture(cap, lambda: floods.append("flood"))
    return made, floods


def test_streams_are_kept_apart():
    made, _ = capture(100)
    made.feed("stdout", b"one ")
    made.feed("stderr", b"error")
    made.feed("stdout", b"two")
    output = made.output()
    assert (output.stdout, output.stderr, output.truncated) == ("one two", "error", False)


def test_a_full_stream_is_no_flood_yet():
    made, floods = capture(10)
    made.feed("stdout", b"0123456789")
    assert floods == []
    assert not made.output().truncated


@pytest.mark.parametrize("parts", [[b"0123456789x"], [b"01234", b"56789", b"x"], [b"x" * 10_000]])
def test_a_flood_is_told_once_and_cut(parts):
    made, floods = capture(10)
    for part in [*parts, b"more", b"and more"]:
        made.feed("stderr", part)
    made.feed("stdout", b"y" * 100)
    assert floods == ["flood"]
    assert made.flooded == "stderr"
    output = made.output()
    assert output.truncated
    assert len(output.stderr) == len(output.stdout) == 10


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        (b"plain\ttext\n", "plain\ttext\n"),
        (b"\x1b[31mred\x1b[0m", "red"),
        (b"\x1b[2J\x1b[1;1Htop", "top"),
        (b"\x1b[38;2;1;2;3mcolour", "colour"),
        (b"\x1b]0;title\x07after", "after"),
        (b"\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        (b"\x1b]52;c;aGVsbG8=\x07clipboard", "clipboard"),
        (b"\x1bcreset", "creset"),
        (b"lines\r\nof windows\r\n", "lines\nof windows\n"),
        (b"accepted\rrejected", "acceptedrejected"),
        (b"a\x08\x08b\x00c\x7fd\x0be\x0cf", "abcdef"),
        ("\x9b31mc1 \x85control".encode(), "31mc1 control"),
        (BIDIRECTIONAL.encode() + b"text", "text"),
        ("Grüße, 世界 🎉".encode(), "Grüße, 世界 🎉"),
        (b"bad \xff\xfe utf-8", "bad \\xff\\xfe utf-8"),
        (b"cut \xf0\x9f", "cut \\xf0\\x9f"),
        (b"surrogate \xed\xa0\x80", "surrogate \\xed\\xa0\\x80"),
    ],
)
def test_what_is_shown(printed, shown):
    assert clean(printed) == shown


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_leave_a_control_or_a_direction_behind(data):
    text = clean(data)
    text.encode("utf-8")
    assert not [char for char in text if unicodedata.category(char) == "Cc" and char not in "\n\t"]
    assert not set(text) & set(BIDIRECTIONAL)


class Pipes:
    """A reader, the write ends of its two pipes, and what it captured."""

    def __init__(self, cap: int = 1 << 20) -> None:
        (out_read, self.out), (err_read, self.err) = os.pipe(), os.pipe()
        self.flooded = threading.Event()
        self.capture = Capture(cap, self.flooded.set)
        self.reader = PipeReader(self.capture, out_read, err_read)

    def stop(self) -> tuple[str, str]:
        self.reader.stop()
        for fd in (self.out, self.err):
            os.close(fd)
        output = self.capture.output()
        return output.stdout, output.stderr


def test_both_pipes_are_read():
    pipes = Pipes()
    os.write(pipes.out, b"out")
    os.write(pipes.err, b"err")
    os.write(pipes.out, b" and out")
    assert pipes.stop() == ("out and out", "err")


def test_stop_takes_what_is_still_in_the_pipes():
    pipes = Pipes()
    text = b"x" * 60_000
    os.write(pipes.out, text)
    os.write(pipes.err, text)
    assert pipes.stop() == (text.decode(), text.decode())


def test_more_than_a_pipe_holds_does_not_block_the_writer():
    pipes = Pipes()
    for _ in range(40):
        os.write(pipes.out, b"y" * (1 << 14))
    assert pipes.stop() == ("y" * (40 << 14), "")


def test_a_closed_pipe_leaves_the_other_open():
    pipes = Pipes()
    os.close(pipes.out)
    pipes.out = os.open(os.devnull, os.O_WRONLY)
    os.write(pipes.err, b"still here")
    assert pipes.stop() == ("", "still here")


def test_a_writer_that_never_ends_does_not_keep_the_reader():
    pipes = Pipes(cap=1000)
    os.set_blocking(pipes.out, False)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            try:
                os.write(pipes.out, b"z" * 4096)
            except BlockingIOError:
                continue
            except BrokenPipeError:
                return

    writer = threading.Thread(target=write)
    writer.start()
    assert pipes.flooded.wait(10)
    stopper = threading.Thread(target=pipes.reader.stop)
    stopper.start()
    stopper.join(10)
    assert not stopper.is_alive()
    stop.set()
    writer.join()
    assert len(pipes.capture.output().stdout) == 1000
    for fd in (pipes.out, pipes.err):
        os.close(fd)


def test_no_descriptor_is_left_open():
    before = sorted(Path("/proc/self/fd").iterdir())
    Pipes().stop()
    assert sorted(Path("/proc/self/fd").iterdir()) == before
