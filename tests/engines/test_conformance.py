"""What every engine promises: a channel, captured output, and an end whose cause is known. Limits: test_limits.py."""

from __future__ import annotations

import time

import numpy as np
import pytest

from judge import wire
from judge.engines.base import ChannelLost, Deadline, DeadlinePassed
from judge.model import Verdict


def test_hello_load_and_call(start):
    life = start("def double(x):\n    return 2 * x\n")
    assert set(life.versions) == {"python", "numpy"}
    result = life.call("double", np.array([1.5, -2.0], dtype=np.float32))
    assert result.dtype == np.float32
    assert result.tolist() == [3.0, -4.0]


@pytest.mark.slow
def test_torch_runs_in_one_thread(start):
    life = start(
        "import torch\ndef threads():\n    return torch.get_num_threads()\n",
        frameworks=("numpy", "torch"),
        memory_mb=1024,
    )
    assert "torch" in life.versions
    assert life.call("threads") == 1


def test_output_is_captured_apart_and_cleaned(start):
    life = start(r"""
        import os, sys
        def say():
            print("to stdout \x1b[31mred\x1b[0m \x1b]0;title\x07")
            print("to stderr", file=sys.stderr)
            os.write(1, b"raw \xff\n")
        """)
    life.call("say")
    end = time.monotonic() + 10
    while not (output := life.sandbox.output()).stderr or "raw" not in output.stdout:
        assert time.monotonic() < end, output
        time.sleep(0.01)
    assert output.stdout.startswith("to stdout red ")
    assert "\x1b" not in output.stdout
    assert "raw" in output.stdout
    assert output.stderr == "to stderr\n"
    assert not output.truncated


def test_all_that_was_printed_before_the_answer_is_kept(start):
    life = start("""
        import os
        def say(count):
            for _ in range(8):  # whoever passes the text on has to wait for a processor
                if os.fork() == 0:
                    while True:
                        pass
            os.write(1, b"x" * count)
        """)
    life.call("say", 60_000)
    life.sandbox.close()
    assert len(life.sandbox.output().stdout) == 60_000


def test_what_is_stopped_is_settled_before_it_is_removed(start):
    life = start("def say():\n    print('said')\n")
    life.call("say")
    assert life.sandbox.stop() is None
    usage, output = life.sandbox.usage(), life.sandbox.output()
    assert output.stdout == "said\n"
    with pytest.raises(ChannelLost):
        life.call("say")
    life.sandbox.close()
    assert (life.sandbox.usage(), life.sandbox.output()) == (usage, output)


def test_output_after_the_last_answer_is_held_to_its_limit(start):
    life = start("""
        import os, threading
        def answer():
            threading.Timer(0.05, os.write, (1, bytes(100 << 10))).start()
        """)
    life.call("answer")
    time.sleep(1)
    passed = life.sandbox.stop()
    assert passed is not None
    assert passed.verdict is Verdict.OUTPUT_LIMIT_EXCEEDED


@pytest.mark.parametrize("frame", [b"", b"JDG1\x02", b'{"ok": true}', b"ACCEPTED\n"])
def test_printed_frames_are_no_answers(start, frame):
    life = start("import os\ndef say(text):\n    os.write(1, text)\n    return 7\n")
    assert life.call("say", frame) == 7


def test_usage_counts_processor_time_and_memory(start):
    life = start("""
        import time
        def work():
            filler = bytearray(4 << 20)  # takes the heap that was used before the hand-over, and counts to it
            block = bytearray(100 << 20)
            end = time.process_time() + 0.5
            while time.process_time() < end:
                pass
        """)
    life.call("work")
    usage = life.sandbox.usage()
    assert 0.4 < usage.cpu_s < 5
    assert usage.wall_s >= 0.5
    assert 100 <= usage.memory_peak_mb <= 301
    assert usage.processes_peak >= 1


@pytest.mark.parametrize("body", ["time.sleep(60)", "\n    while True: pass", "os.kill(os.getpid(), signal.SIGSTOP)"])
def test_what_does_not_answer_is_ended_at_the_deadline(start, body):
    life = start(f"import os, signal, time\ndef wait():\n    {body.strip()}\n")
    begun = time.monotonic()
    with pytest.raises(DeadlinePassed):
        life.call("wait", seconds=0.5)
    assert time.monotonic() - begun < 2
    life.sandbox.kill()
    assert life.sandbox.death().verdict in (Verdict.TIME_LIMIT_EXCEEDED, Verdict.RUNTIME_ERROR)
    with pytest.raises(ChannelLost):
        life.call("wait", seconds=5)


ENDINGS = {
    "os._exit(0)": "exit status 0",
    "os._exit(42)": "exit status 42",
    "ctypes.string_at(0)": "SIGSEGV",
    "os.abort()": "SIGABRT",
    "os.kill(os.getpid(), 9)": "SIGKILL",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("ending", ENDINGS)
def test_an_end_of_its_own_is_told_with_its_cause(start, ending):
    life = start(f"import ctypes, os\ndef end():\n    print('last words', flush=True)\n    {ending}\n")
    death = life.dies("end")
    assert death.verdict is Verdict.RUNTIME_ERROR
    assert ENDINGS[ending] in death.message
    assert "last words" in life.sandbox.output().stdout


def test_closing_every_descriptor_ends_the_conversation(start):
    life = start("import os\ndef close():\n    os.closerange(0, 4096)\n")
    assert life.dies("close").verdict is Verdict.RUNTIME_ERROR


def test_a_process_that_kills_all_in_reach_ends_only_its_own_sandbox(start):
    bystander = start("def alive():\n    return True\n")
    life = start("""
        import os, time
        def rampage():
            if os.fork() == 0:
                for pid in range(1, 400):
                    if pid != os.getpid():
                        try:
                            os.kill(pid, 9)
                        except OSError:
                            pass
                os.kill(-1, 9)
            time.sleep(10)
        """)
    assert life.dies("rampage").verdict is Verdict.RUNTIME_ERROR
    assert bystander.call("alive") is True


COUNTS_IN_THE_BACKGROUND = """
    import threading, time
    ticks = [0]
    def count():
        while True:
            ticks[0] += 1
            time.sleep(0.001)
    threading.Thread(target=count, daemon=True).start()
    def seen():
        return ticks[0]
    """


@pytest.mark.parametrize("frozen", [True, False])
def test_what_is_frozen_computes_nothing(start, frozen):
    life = start(COUNTS_IN_THE_BACKGROUND)
    if frozen:
        life.sandbox.freeze(True)
    before = life.sandbox.usage().cpu_s
    time.sleep(0.5)
    passed = life.sandbox.usage().cpu_s - before
    life.sandbox.freeze(False)
    assert (passed < 1e-3) == frozen
    assert life.call("seen") > 0


def test_what_is_frozen_can_be_killed(start):
    life = start(COUNTS_IN_THE_BACKGROUND)
    life.sandbox.freeze(True)
    begun = time.monotonic()
    life.sandbox.kill()
    life.sandbox.death()
    assert time.monotonic() - begun < 5
    with pytest.raises(ChannelLost):
        life.call("seen")


def test_what_is_frozen_can_be_closed(start):
    life = start(COUNTS_IN_THE_BACKGROUND)
    life.sandbox.freeze(True)
    begun = time.monotonic()
    life.sandbox.close()
    assert time.monotonic() - begun < 5


def test_stdin_is_empty(start):
    life = start("import sys\ndef ask():\n    return sys.stdin.read() + sys.stdin.readline()\n")
    assert life.call("ask") == ""


@pytest.mark.slow
def test_large_frames_both_ways(start):
    life = start("def double(x):\n    return 2 * x\n", memory_mb=1024)
    sent = np.arange(50 << 18, dtype=np.float32)
    assert np.array_equal(life.call("double", sent), 2 * sent)


def test_a_request_in_pieces_is_one_request(start):
    life = start("def same(x):\n    return x\n")
    fields = {"program": "submission", "op": "call", "function": "same", "args": (1.25,), "kwargs": {}, "seed": 1}
    frame = b"".join(bytes(part) for part in wire.pack(wire.REQUEST, fields))
    deadline = Deadline.after(20)
    for offset in range(0, len(frame), 7):
        life.sandbox.send([frame[offset : offset + 7]], deadline)
    answer = wire.read(lambda size: life.sandbox.receive(size, deadline), wire.REPLY, wire.Caps())
    assert answer["value"]["value"] == 1.25
