"""The limits that hold in every engine, and the words in which a program is told that it passed one."""

from __future__ import annotations

import contextlib
import re

import numpy as np
import pytest

from judge.engines.base import ChannelLost
from judge.model import Verdict


def test_processor_time_of_all_processes_is_limited(start):
    life = start(
        """
        import os, time
        def burn():
            if os.fork() == 0:
                while True:
                    pass
            time.sleep(60)
        """,
        cpu_s=1,
    )
    death = life.dies("burn")
    assert death.verdict is Verdict.TIME_LIMIT_EXCEEDED
    assert "cpu time: 1." in death.message
    assert "of 1 s" in death.message


MEMORY_BOMBS = {
    "heap": "kept = [bytearray(20 << 20) for _ in range(100)]",
    "child": "pid = os.fork() or os._exit(len([bytearray(20 << 20) for _ in range(100)]))\n"
    "    os.waitpid(pid, 0); time.sleep(1)",
    "shared": "m = mmap.mmap(-1, 2 << 30)\n    for i in range(0, 2 << 30, 4096): m[i] = 1",
    "memfd": "fd = os.memfd_create('m')\n    for _ in range(200): os.write(os.memfd_create('m'), bytes(10 << 20))",
}


@pytest.mark.parametrize("kind", MEMORY_BOMBS)
def test_memory_of_all_processes_is_limited(start, kind):
    life = start(f"import mmap, os, time\ndef grow():\n    {MEMORY_BOMBS[kind]}\n", open_files=512)
    death = life.dies("grow")
    assert death.verdict is Verdict.MEMORY_LIMIT_EXCEEDED
    assert death.message == "memory: 300 of 300 MiB, killed"


def test_a_child_that_was_killed_for_memory_counts_when_the_program_is_stopped(start):
    life = start("""
        import os
        def grow():
            pid = os.fork() or os._exit(len([bytearray(20 << 20) for _ in range(100)]))
            os.waitpid(pid, 0)
        """)
    with contextlib.suppress(ChannelLost):  # it may be noticed before the answer is
        life.call("grow")
    passed = life.sandbox.stop()
    assert passed is not None
    assert passed.message == "memory: 300 of 300 MiB, killed"


def test_fork_bomb_is_contained(start):
    life = start("""
        import os, time
        def bomb():
            made = 0
            try:
                while made < 2000:
                    if os.fork() == 0:
                        time.sleep(600)
                        os._exit(0)
                    made += 1
            except OSError:
                pass
            return made
        """)
    made = life.call("bomb")
    assert 1 <= made <= 26
    assert 1 <= life.sandbox.usage().processes_peak <= 26


def test_threads_count_as_processes(start):
    life = start("""
        import threading, time
        def bomb():
            made = 0
            try:
                while made < 500:
                    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
                    made += 1
            except RuntimeError:
                pass
            return made
        """)
    assert life.call("bomb") <= 26


@pytest.mark.parametrize("stream", [1, 2])
def test_output_flood(start, stream):
    life = start(f"import os\ndef flood():\n    while True:\n        os.write({stream}, b'x' * 65536)\n")
    death = life.dies("flood")
    assert death.verdict is Verdict.OUTPUT_LIMIT_EXCEEDED
    name, printed = death.message.split(": ")
    assert name == ("stdout" if stream == 1 else "stderr")
    assert re.fullmatch(r"(6[5-9]|[7-9]\d|\d{3,}) of 64 KiB, killed", printed)
    output = life.sandbox.output()
    assert output.truncated
    assert len(output.stdout + output.stderr) <= 2 * 65536


@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm"])
def test_files_are_limited_in_size_and_number(start, folder):
    life = start("""
        import errno, os
        def fill(folder):
            written = 0
            try:
                for number in range(40):
                    with open(f"{folder}/big{number}", "wb") as file:
                        written += file.write(bytes(1 << 20))
            except OSError as error:
                assert error.errno == errno.ENOSPC, error
            for name in os.listdir(folder):
                if name.startswith("big"):
                    os.remove(f"{folder}/{name}")
            made = 0
            try:
                for number in range(2000):
                    open(f"{folder}/small{number}", "wb").close()
                    made += 1
            except OSError as error:
                assert error.errno == errno.ENOSPC, error
            return [written >> 20, made]
        """)
    written, made = life.call("fill", folder)
    assert 14 <= written <= 16
    assert 100 <= made <= 200


def test_one_file_and_open_files_are_limited(start):
    life = start("""
        import os
        def opened():
            found = []
            try:
                while True:
                    found.append(os.open("/dev/null", os.O_RDONLY))
            except OSError:
                for fd in found:
                    os.close(fd)
            return len(found)
        """)
    assert 40 <= life.call("opened") <= 64


def test_a_large_request_to_a_program_that_floods_does_not_hang(start):
    life = start(
        """
        import os, threading
        def flood():
            while True:
                os.write(1, b"x" * 65536)
        def begin(block):
            threading.Thread(target=flood, daemon=True).start()
        """,
        memory_mb=1024,
    )
    with pytest.raises(ChannelLost):
        call_again_and_again(life)
    assert life.sandbox.death().verdict is Verdict.OUTPUT_LIMIT_EXCEEDED


def call_again_and_again(life):
    for _ in range(50):
        life.call("begin", np.zeros(10 << 18, dtype=np.float32))


GROWS = """
def one():
    return 1
def grow(size):
    return len([bytearray(b"1") * (1 << 20) for _ in range(size)])
"""


def test_what_the_start_took_does_not_count(start):
    life = start(GROWS, ("numpy", "torch"), memory_mb=64, cpu_s=0.5)
    assert life.call("one") == 1
    assert life.sandbox.usage().cpu_s < 0.5
    assert life.sandbox.usage().memory_peak_mb < 40
    assert life.call("grow", 40) == 40
    assert life.dies("grow", 200).message == "memory: 64 of 64 MiB, killed"
