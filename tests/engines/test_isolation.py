"""What no engine lets candidate code see, reach or leave behind."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path

import pytest

STATUS = """
import os, resource, socket

def status():
    with open("/proc/self/status") as file:
        return dict(line.strip().split(":", 1) for line in file)

def ids():
    return [*os.getresuid(), *os.getresgid(), *os.getgroups()]

def interfaces():
    return [name for _, name in socket.if_nameindex()] if hasattr(socket, "if_nameindex") else []
"""


def test_no_privileges(start):
    life = start(STATUS)
    status = {name: value.strip() for name, value in life.call("status").items()}
    assert all(int(status[name], 16) == 0 for name in ("CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb"))
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    assert 0 not in life.call("ids")


def test_no_network(start):
    life = start("""
        import socket
        def devices():
            with open("/proc/net/dev") as file:
                return [line.split(":")[0].strip() for line in file if ":" in line]
        def reach(host, port):
            try:
                socket.create_connection((host, port), timeout=2)
            except OSError:
                return "refused"
            return "connected"
        """)
    assert set(life.call("devices")) <= {"lo"}
    assert life.call("reach", "192.0.2.1", 80) == "refused"
    assert life.call("reach", "169.254.169.254", 80) == "refused"


@pytest.mark.parametrize("family", ["AF_VSOCK", "AF_NETLINK", "AF_PACKET", "AF_ALG"])
def test_no_other_sockets(start, family):
    life = start(f"""
        import socket
        def open_one():
            try:
                socket.socket(socket.{family}, socket.SOCK_RAW).bind(())
            except (OSError, TypeError, ValueError) as error:
                return type(error).__name__
            return "opened"
        """)
    assert life.call("open_one") != "opened"


# Numbers are those of x86-64; where the machine is another one, the call fails all the same.
CALLS = {
    "keyctl": 250,
    "add_key": 248,
    "io_uring_setup": 425,
    "bpf": 321,
    "userfaultfd": 323,
    "mount": 165,
    "unshare": 272,
}


@pytest.mark.parametrize("name", CALLS)
def test_dangerous_system_calls_are_refused(start, name):
    life = start(f"""
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        def call():
            result = libc.syscall({CALLS[name]}, 0x10000000, 0, 0, 0, 0)
            return [result, ctypes.get_errno()]
        """)
    result, number = life.call("call")
    assert result == -1
    assert number in (1, 38)  # EPERM, ENOSYS


def test_the_file_system_is_read_only_but_for_two_folders(start):
    life = start("""
        import os
        def writable():
            found = []
            for folder, folders, _ in os.walk("/", onerror=None):
                if folder == "/":
                    folders.remove("proc")
                try:
                    path = os.path.join(folder, "probe")
                    os.close(os.open(path, os.O_WRONLY | os.O_CREAT))
                    os.remove(path)
                    found.append(folder)
                except OSError:
                    pass
            return found
        def kernel():
            found = []
            for path in ("/proc/sys/kernel/core_pattern", "/proc/sys/vm/overcommit_memory", "/proc/sysrq-trigger"):
                try:
                    os.close(os.open(path, os.O_WRONLY))
                    found.append(path)
                except OSError:
                    pass
            return found
        """)
    writable = life.call("writable")
    assert all(folder.split("/")[1] == "tmp" or folder in ("/dev/shm", "/dev/mqueue") for folder in writable), writable
    assert "/tmp" in writable
    assert life.call("kernel") == []


def test_the_environment_is_clean(start, monkeypatch):
    canary = f"canary-{uuid.uuid4().hex}"
    monkeypatch.setenv("JUDGE_CANARY", canary)
    life = start("""
        import glob, os
        def environments():
            found = [repr(dict(os.environ))]
            for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
                try:
                    with open(path, "rb") as file:
                        found.append(file.read().decode("latin-1"))
                except OSError:
                    pass
            return found
        """)
    found = life.call("environments")
    assert len(found) > 1
    assert not any(canary in text for text in found)
    host = {value for value in os.environ.values() if len(value) > 20}
    assert not any(value in text for text in found for value in host)


def test_no_file_of_the_host_is_visible(start, tmp_path):
    secret = tmp_path / f"secret-{uuid.uuid4().hex}"
    secret.write_text("the answer")
    repository = Path(__file__).resolve().parents[2]
    life = start("import os\ndef exists(paths):\n    return [path for path in paths if os.path.exists(path)]\n")
    hidden = [secret, repository / "challenges", repository / "reference", repository / "judge" / "session.py"]
    hidden += [Path.home() / ".ssh", Path("/etc/shadow-"), Path("/var/run/docker.sock"), Path.home() / ".cache"]
    assert life.call("exists", [str(path) for path in hidden if path.exists()]) == []


def test_only_its_own_descriptors_are_open(start):
    life = start("""
        import os
        def descriptors():
            found = {}
            for name in os.listdir("/proc/self/fd"):
                try:
                    found[int(name)] = os.readlink(f"/proc/self/fd/{name}")
                except OSError:
                    pass
            return found
        """)
    found = {int(fd): target for fd, target in life.call("descriptors").items()}
    assert found.pop(0) == "/dev/null"
    kinds = [target.split(":")[0] for target in found.values()]
    assert set(kinds) <= {"pipe", "socket"}, found
    assert len(kinds) <= 4


def test_other_processes_are_out_of_sight(start):
    life = start("import os\ndef pids():\n    return [int(n) for n in os.listdir('/proc') if n.isdigit()]\n")
    pids = life.call("pids")
    assert len(pids) <= 4
    assert os.getpid() not in pids or max(pids) < 100


def test_sandboxes_share_no_ipc_objects(start):
    source = """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        def leave(key):
            with open("/dev/shm/left", "w") as file:
                file.write("message")
            return libc.shmget(key, 4096, 0o1666)
        def find(key):
            return [libc.shmget(key, 4096, 0), os.path.exists("/dev/shm/left"), os.path.exists("/tmp/left")]
        """
    first, second = start(source), start(source)
    assert first.call("leave", 0x5EC2E7) >= 0
    assert second.call("find", 0x5EC2E7) == [-1, False, False]


def test_nothing_is_left_on_the_host(start):
    token = f"judge-left-{uuid.uuid4().hex}"
    life = start("""
        import os, time
        def spread(token):
            for folder in ("/tmp", "/dev/shm"):
                open(f"{folder}/{token}", "w").close()
            for _ in range(3):
                if os.fork() == 0:
                    os.setsid()
                    if os.fork():
                        os._exit(0)
                    os.execv("/proc/self/exe", ["python", "-I", "-S", "-c", "import time; time.sleep(600)", token])
            time.sleep(0.3)
        """)
    life.call("spread", token)
    there = groups_of(life.sandbox)
    assert len(processes_with(token)) == 3  # they do live, and the host sees them
    life.sandbox.close()
    end = time.monotonic() + 5
    while processes_with(token) and time.monotonic() < end:
        time.sleep(0.02)
    assert processes_with(token) == []
    assert not any(Path(folder, token).exists() for folder in ("/tmp", "/dev/shm"))
    assert groups_of(life.sandbox) < there  # other tests of this process may hold sandboxes of their own


def processes_with(token: str) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if token.encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def groups_of(sandbox) -> set[str]:
    """Control groups of a sandbox; of bubblewrap's, whose name is its own affair, those of this whole process."""
    name = getattr(sandbox, "identity", None) or f"judge-{os.getpid()}-"
    return {folder for folder, _, _ in os.walk("/sys/fs/cgroup") if name in folder}
