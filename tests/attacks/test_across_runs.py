"""Runs cannot talk to each other: what one leaves wherever it can, no later one and no neighbour finds."""

from __future__ import annotations

# Each leaves a message in many places; `find` looks for it in all of them. Both run in a sandbox of their own.
PLACES = """
import ctypes, glob, os, socket, sys, tempfile

libc = ctypes.CDLL(None, use_errno=True)
KEY = 0x5EC2E7
FOLDERS = ["/tmp", "/tmp/work", "/dev/shm", "/dev/mqueue", "/var/tmp", "/run", "/run/lock", "/judge", "/judge/sandbox",
           "/dev", "/dev/pts", "/etc", "/proc/self/cwd", os.path.expanduser("~"), tempfile.gettempdir(), sys.prefix]
FOLDERS += [os.path.dirname(sys.modules[name].__file__) for name in ("os", "torch", "numpy")]
NAME = "attack-left-message"
"""
LEAVE = (
    PLACES
    + """
left = 0
for folder in FOLDERS:
    for name in (NAME, f"__pycache__/{NAME}"):
        try:
            with open(f"{folder}/{name}", "w") as file:
                left += file.write("message") > 0
        except OSError:
            continue
left += libc.shmget(KEY, 4096, 0o1666) >= 0
left += libc.semget(KEY, 1, 0o1666) >= 0
left += libc.msgget(KEY, 0o1666) >= 0
libc.syscall(248, b"user", b"attack", b"message", 7, -4)  # add_key to the user's keyring
libc.syscall(240, b"attack", 0o102, 0o666, None)  # mq_open
for address in ("\\0attack", "/tmp/work/attack-left-socket"):
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen()
    left += 1
    globals()[address] = server
libc.sethostname(b"attack", 6)
os.environ["ATTACK"] = "message"
print("tried", left)
"""
)
FIND = (
    PLACES
    + """
for folder in FOLDERS:
    for path in glob.glob(f"{folder}/**/attack-left*", recursive=folder in ("/tmp", "/dev/shm")):
        print("GOT THROUGH", path)
for name, found in (("shm", libc.shmget(KEY, 4096, 0)), ("sem", libc.semget(KEY, 1, 0)), ("msg", libc.msgget(KEY, 0))):
    if found >= 0:
        print("GOT THROUGH", name)
if libc.syscall(249, b"user", b"attack", None, 0) >= 0:
    print("GOT THROUGH keyring")
if libc.syscall(240, b"attack", 0, 0, None) >= 0:
    print("GOT THROUGH queue")
for address in ("\\0attack", "/tmp/work/attack-left-socket"):
    try:
        socket.socket(socket.AF_UNIX).connect(address)
        print("GOT THROUGH", address)
    except OSError:
        continue
if "attack" in os.uname().nodename or "ATTACK" in os.environ:
    print("GOT THROUGH name")
print("tried")
"""
)
# The file's own import leaves the message; one line later it looks for it. This is how FIND is known to work.
BOTH = LEAVE + FIND


def test_the_search_finds_what_is_there(arena, attack_of):
    found = arena.judge(attack_of(BOTH, "accepted", follows=True)).output.stdout
    for place in ("/tmp/attack-left-message", "/dev/shm/attack-left-message", "shm", "sem", "msg", "\0attack"):
        assert f"GOT THROUGH {place}".replace("\0", "") in found


def test_a_later_run_finds_nothing_of_an_earlier_one(arena, attack_of):
    left = arena.withstand(attack_of(LEAVE, "accepted", follows=True)).output.stdout
    assert int(left.split()[1]) >= 5
    arena.withstand(attack_of(FIND, "accepted", follows=True))


LIVES = """
import os, sys

def on_call(encoder_outputs, hidden):
    if os.path.exists("/tmp/attack-left-life") or os.path.exists("/dev/shm/attack-left-life"):
        print("GOT THROUGH")
    for folder in ("/tmp", "/dev/shm"):
        open(f"{folder}/attack-left-life", "w").close()
    print("tried", flush=True)
    os._exit(1)
"""


def test_a_second_life_of_the_same_program_finds_nothing_of_the_first(arena, attack_of):
    """Trap: a sandbox serves one life and dies; hidden inputs seen in one cannot be kept for the next."""
    report = arena.withstand(attack_of(LIVES, "runtime_error", follows=True))
    assert report.output.stdout.count("tried") >= 2


def test_neighbours_do_not_see_each_other(arena, attack_of):
    """The reference's sandbox is one: it lives beside the candidate's and is a fork of the same server."""
    source = """
import os
seen = [pid for pid in os.listdir("/proc") if pid.isdigit()]
if len(seen) > 3:
    print("GOT THROUGH", seen)
print("tried")
"""
    arena.withstand(attack_of(source, "accepted", follows=True))
