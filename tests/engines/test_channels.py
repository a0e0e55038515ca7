"""Two sandboxes that live at the same time do not signal to each other by the files that both can read."""

from __future__ import annotations

import time

import pytest

# Each function is called in one of two sandboxes: `listen` in the second, `say` in the first, `heard` in the second.
# A call that the sandbox refuses is no signal.
COMMON = """
import ctypes, fcntl, os, select, signal, struct
libc = ctypes.CDLL(None, use_errno=True)
NAME = os.__file__
shared = os.open(NAME, os.O_RDONLY)
flock = struct.Struct("hhqqi4x")
noted = []

def listen():
    pass

def say():
    pass

def try_to(action):
    try:
        return bool(globals()[action]())
    except OSError as error:
        return False
"""
CHANNELS = {
    "flock": """
def say():
    fcntl.flock(shared, fcntl.LOCK_EX)
def heard():
    try:
        fcntl.flock(shared, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
""",
    "record lock": """
def say():
    fcntl.fcntl(shared, fcntl.F_SETLK, flock.pack(fcntl.F_RDLCK, 0, 0, 1, 0))
def heard():
    answer = fcntl.fcntl(shared, fcntl.F_GETLK, flock.pack(fcntl.F_WRLCK, 0, 0, 1, 0))
    return flock.unpack(answer)[0] != fcntl.F_UNLCK
""",
    "lock of an open file": """
def say():
    fcntl.fcntl(shared, 37, flock.pack(fcntl.F_RDLCK, 0, 0, 1, 0))
def heard():
    answer = fcntl.fcntl(shared, 36, flock.pack(fcntl.F_WRLCK, 0, 0, 1, 0))
    return flock.unpack(answer)[0] != fcntl.F_UNLCK
""",
    "inotify": """
def listen():
    global watch
    watch = libc.inotify_init1(0)
    libc.inotify_add_watch(watch, NAME.encode(), 0x20)  # IN_OPEN
def say():
    os.close(os.open(NAME, os.O_RDONLY))
def heard():
    return watch >= 0 and select.select([watch], [], [], 0.5)[0]
""",
    "dnotify": """
def listen():
    signal.signal(signal.SIGIO, lambda *_: noted.append(1))
    global folder
    folder = os.open(os.path.dirname(NAME), os.O_RDONLY)
    fcntl.fcntl(folder, fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT)
def say():
    os.pread(shared, 1, 0)
def heard():
    return noted
""",
}


def signalled(start, name, without=()):
    """Whether what one sandbox does reaches the other."""
    source = COMMON + CHANNELS[name]
    first, second = start(source, without=without), start(source, without=without)
    second.call("try_to", "listen")
    first.call("try_to", "say")
    time.sleep(0.05)
    heard = second.call("try_to", "heard")
    for one in (first, second):
        one.sandbox.close()
    return heard


@pytest.mark.parametrize("name", CHANNELS)
def test_no_signal_passes_by_a_shared_file(start, name):
    assert not signalled(start, name)


@pytest.mark.parametrize("name", CHANNELS)
def test_without_the_filter_the_signal_passes(engine, start, name):
    if engine.name != "bubblewrap":
        pytest.skip("containers of docker share no file: each has an overlay of its own")
    assert signalled(start, name, without=("seccomp",))
