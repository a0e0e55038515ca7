"""Each limit is needed: a program a little above it is stopped, and accepted where the limit is a larger one."""

from __future__ import annotations

import pytest

# limit, value, a larger one, what the program does, the verdict that it then gets
PROGRAMS = [
    ("memory_mb", 128, 1024, "kept = bytearray(b'x') * (300 << 20)", "memory_limit_exceeded"),
    ("processes", 16, 64, "[os.fork() or time.sleep(60) for _ in range(24)]", "runtime_error"),
    ("cpu_s", 1, 30, "while time.process_time() < 2.5: pass", "time_limit_exceeded"),
    ("wall_s", 1, 8, "time.sleep(2)", "time_limit_exceeded"),
    ("total_wall_s", 2, 30, "time.sleep(0.9)", "time_limit_exceeded"),
    ("tmp_mb", 16, 64, "open('/tmp/large', 'wb').write(bytes(24 << 20))", "runtime_error"),
    ("tmp_inodes", 100, 1000, "[open(f'/tmp/{n}', 'w').close() for n in range(200)]", "runtime_error"),
    ("open_files", 64, 256, "[os.open('/dev/null', 0) for _ in range(100)]", "runtime_error"),
    ("output_kb", 64, 1024, "print('x' * (100 << 10))", "output_limit_exceeded"),
]


@pytest.mark.parametrize(("limit", "value", "larger", "body", "verdict"), PROGRAMS, ids=lambda one: str(one)[:12])
def test_a_limit_is_what_stops_a_program(arena, attack_of, limit, value, larger, body, verdict):
    once = "" if limit == "total_wall_s" else "    if done: return\n"
    source = f"import os, time\ndone = []\ndef on_call(*_):\n{once}    done.append(1)\n    {body}\n"
    roomy = {"wall_s": 8, "total_wall_s": 30}
    stopped = arena.withstand(attack_of(source, verdict, follows=True, **{**roomy, limit: value}))
    assert arena.judge(attack_of(source, follows=True, **{**roomy, limit: larger})).verdict == "accepted", stopped


RETURNED = [
    ("returned_mb", 8, 64, "context.new_zeros(4 << 20), weights"),
    ("returned_arrays", 100, 1000, "(context,) * 200"),
]


@pytest.mark.parametrize(("limit", "value", "larger", "result"), RETURNED)
def test_a_limit_of_what_is_returned_is_what_stops_it(arena, attack_of, limit, value, larger, result):
    """With a larger one it is read, and found to be wrong."""
    source = f"def on_result(context, weights):\n    return {result}\n"
    arena.withstand(attack_of(source, "output_limit_exceeded", follows=True, **{limit: value}))
    arena.withstand(attack_of(source, "wrong_answer", follows=True, **{limit: larger}))


def test_the_limit_of_the_source_is_what_refuses_it(arena, attack_of):
    source = "#" * (40 << 10) + "\n"
    arena.withstand(attack_of(source, "compile_error", follows=True, source_kb=32))
    arena.withstand(attack_of(source, "accepted", follows=True, source_kb=64))
