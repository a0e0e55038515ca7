"""The filter of system calls as it holds inside a real sandbox of each engine, and what still works under it."""

from __future__ import annotations

import errno
import importlib.util
import platform
import re
import signal

import pytest

from judge.model import Verdict

pytestmark = pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers are those of x86-64")

CALL = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(*args):
    ctypes.set_errno(0)
    return ctypes.get_errno() if libc.syscall(*map(ctypes.c_long, args)) == -1 else 0
def calls(table):
    return [call(*args) for args in table]
"""
# Each with arguments to which the kernel itself has another answer, or none but success.
REFUSED = {
    "ptrace": (101, 0, 0, 0, 0),
    "process_vm_readv": (310, 1, 0, 0, 0, 0, 0),
    "process_vm_writev": (311, 1, 0, 0, 0, 0, 0),
    "io_uring_setup": (425, 8, 0),
    "io_uring_enter": (426, -1, 0, 0, 0, 0, 0),
    "io_uring_register": (427, -1, 0, 0, 0),
    "add_key": (248, 0, 0, 0, 0, -5),
    "request_key": (249, 0, 0, 0, -5),
    "keyctl": (250, 0, -3, 1, 0, 0),
    "userfaultfd": (323, 1),
    "bpf": (321, 0, 0, 0),
    "perf_event_open": (298, 0, 0, -1, -1, 0),
    "mount": (165, 0, 0, 0, 0, 0),
    "umount2": (166, 0, 0),
    "pivot_root": (155, 0, 0),
    "chroot": (161, 0),
    "move_mount": (429, -1, 0, -1, 0, 0),
    "open_tree": (428, -1, 0, 0),
    "fsopen": (430, 0, 0),
    "fsmount": (432, -1, 0, 0),
    "mount_setattr": (442, -1, 0, 0, 0, 0),
    "unshare": (272, 0x10000000),
    "setns": (308, -1, 0),
    "clone of a namespace": (56, 0x10000000 | 0x800, 0, 0, 0, 0),
    "personality": (135, 0xFFFFFFFF),
    "prctl of a filter": (157, 22, 2, 0, 0, 0),
    "ioctl TIOCSTI": (16, 0, 0x5412, 0),
    "socket AF_INET": (41, 2, 1, 0),
    "socket AF_INET6": (41, 10, 1, 0),
    "socket AF_NETLINK": (41, 16, 3, 0),
    "socket AF_VSOCK": (41, 40, 1, 0),
    "init_module": (175, 0, 0, 0),
    "kexec_load": (246, 0, 0, 0, 0),
    "clock_settime": (227, 0, 0),
    "settimeofday": (164, 0, 0),
    "swapon": (167, 0, 0),
    "syslog": (103, 3, 0, 0),
    "name_to_handle_at": (303, -1, 0, 0, 0, 0),
    "fanotify_init": (300, 0, 0),
    "mq_open": (240, 0, 0, 0, 0),
}
ABSENT = {
    "clone3": (435, 0, 0),
    "flock": (73, 0, 0),
    "fcntl F_SETLK": (72, 0, 6, 0),
    "fcntl F_SETLKW": (72, 0, 7, 0),
    "fcntl F_OFD_SETLK": (72, 0, 37, 0),
    "fcntl F_SETLEASE": (72, 0, 1024, 0),
    "fcntl F_NOTIFY": (72, 0, 1026, 0),
    "inotify_init1": (294, 0),
    "a call that no kernel has": (4000,),
}


def test_dangerous_calls_are_refused_and_unknown_ones_do_not_exist(start):
    life = start(CALL)
    assert dict(zip(REFUSED, life.call("calls", list(REFUSED.values())), strict=True)) == dict.fromkeys(
        REFUSED, errno.EPERM
    )
    assert dict(zip(ABSENT, life.call("calls", list(ABSENT.values())), strict=True)) == dict.fromkeys(
        ABSENT, errno.ENOSYS
    )


FOREIGN = """
import ctypes, mmap, os
def x32():
    return ctypes.CDLL(None).syscall(ctypes.c_long(0x40000000 | 39))
def int80():
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid); int 0x80; ret
    return ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
"""


@pytest.mark.parametrize("kind", ["x32", "int80"])
def test_a_call_of_a_foreign_architecture_ends_the_program(start, kind):
    death = start(FOREIGN).dies(kind)
    assert death.verdict is Verdict.RUNTIME_ERROR
    assert signal.Signals.SIGSYS.name in death.message


HONEST = """
import asyncio, multiprocessing, os, sqlite3, subprocess, sys, tempfile, threading
from concurrent.futures import ThreadPoolExecutor
import numpy as np

def standard_library():
    said = []
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file:
        file.write(b"x")
        file.flush()
        os.fsync(file.fileno())
        with sqlite3.connect(f"file:{folder}/base?nolock=1", uri=True) as base:
            said.append(base.execute("select 6 * 7").fetchone()[0])
    said.append(subprocess.run(["/bin/echo", "started"], capture_output=True, text=True).stdout.strip())
    with ThreadPoolExecutor(3) as pool:
        said += pool.map(abs, [-1, -2])
    with multiprocessing.get_context("fork").Pool(2) as pool:
        said += pool.map(abs, [-3, -4])
    said.append(asyncio.run(asyncio.sleep(0, "awaited")))
    return said

def numerics():
    there = subprocess.run(
        [sys.executable, "-c", "import numpy as np; print(int(np.linalg.svd(np.eye(40))[1].sum()))"],
        capture_output=True, text=True)
    return [float(np.linalg.inv(np.eye(64) * 2).sum()), there.stdout.strip(), there.stderr]
"""


def test_the_standard_library_and_numpy_work(start):
    life = start(HONEST, memory_mb=1024, open_files=128)
    assert life.call("standard_library") == [42, "started", 1, 2, 3, 4, "awaited"]
    assert life.call("numerics") == [32.0, "40", ""]


LOCKS = """
import fcntl, sqlite3
def lock():
    found = []
    with open("/tmp/own", "w") as file:
        for take in (fcntl.flock, fcntl.lockf):
            try:
                take(file, fcntl.LOCK_EX)
            except OSError as error:
                found.append(str(error))
    return found
"""


def test_a_lock_on_a_file_of_its_own_gets_a_clear_answer_at_once(start):
    assert start(LOCKS).call("lock") == ["[Errno 38] Function not implemented"] * 2


TORCH = """
import torch
def learn():
    torch.set_num_threads(2)
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.Flatten(), torch.nn.LazyLinear(1))
    model(torch.ones(2, 3, 8, 8)).sum().backward()
    data = torch.utils.data.TensorDataset(torch.arange(8.0))
    total = sum(batch[0].sum().item() for batch in torch.utils.data.DataLoader(data, batch_size=2, num_workers=2))
    graded = all(parameter.grad is not None for parameter in model.parameters())
    return [graded, total, torch.linalg.svdvals(torch.eye(40)).sum().item()]
"""


def test_torch_works_with_threads_and_worker_processes(start):
    pytest.importorskip("torch")
    life = start(TORCH, ("numpy", "torch"), memory_mb=2048, processes=64, open_files=256, tmp_mb=64)
    assert life.call("learn") == [True, 28.0, 40.0]


@pytest.mark.skipif(importlib.util.find_spec("tensorflow") is None, reason="tensorflow is not installed here")
def test_tensorflow_works(start):
    source = "import tensorflow as tf\ndef sums():\n    return float(tf.reduce_sum(tf.eye(9) @ tf.eye(9)))\n"
    life = start(source, ("numpy", "tensorflow"), memory_mb=4096, processes=128, open_files=512)
    assert life.call("sums") == 9.0


RANKS = """
import datetime, os
def ranks(address):
    import torch, torch.distributed as dist
    children = []
    for rank in range(2):
        if (pid := os.fork()) == 0:
            said = "nothing"
            try:
                wait = datetime.timedelta(seconds=20)
                dist.init_process_group("gloo", init_method=address, rank=rank, world_size=2, timeout=wait)
                tensor = torch.full((3,), rank + 1.0)
                dist.all_reduce(tensor)
                said = str(tensor.tolist())
            except RuntimeError as error:
                said = str(error)
            finally:
                open(f"/tmp/said{rank}", "w").write(said)
                os._exit(0)
        children.append(pid)
    for pid in children:
        os.waitpid(pid, 0)
    return [open(f"/tmp/said{rank}").read() for rank in range(2)]
"""


def test_two_gloo_ranks_meet_on_loopback(start):
    pytest.importorskip("torch")
    life = start(RANKS, ("numpy", "torch"), memory_mb=2048, processes=64, open_files=256, loopback=True)
    assert life.call("ranks", "tcp://127.0.0.1:29511", seconds=60) == ["[3.0, 3.0, 3.0]"] * 2


INTERNET = """
import socket
def listen(host):
    with socket.create_server((host, 0)) as server, socket.create_connection(server.getsockname()) as client:
        taken, _ = server.accept()
        with taken:
            client.sendall(b"hello")
            return taken.recv(9)
def opened(family, protocol=0):
    socket.socket(family, socket.SOCK_DGRAM, protocol).close()
def reach(host):
    try:
        socket.create_connection((host, 80), timeout=2)
    except OSError as error:
        return error.errno
"""


def test_loopback_is_all_that_it_grants(start):
    life = start(INTERNET, loopback=True)
    assert life.call("listen", "127.0.0.1") == b"hello"
    assert life.call("reach", "192.0.2.1") == errno.ENETUNREACH
    assert life.call("reach", "169.254.169.254") == errno.ENETUNREACH
    with pytest.raises(AssertionError, match="PermissionError"):
        life.call("opened", 17)  # AF_PACKET


def test_without_loopback_there_is_none(start):
    life = start(INTERNET)
    with pytest.raises(AssertionError, match="PermissionError"):
        life.call("listen", "127.0.0.1")


def test_two_sandboxes_with_loopback_do_not_meet(start):
    source = """
        import socket
        def serve():
            global kept
            kept = socket.create_server(("127.0.0.1", 29512))
        def connect():
            socket.create_connection(("127.0.0.1", 29512)).close()
        """
    first, second = start(source, loopback=True), start(source, loopback=True)
    first.call("serve")
    first.call("connect")
    with pytest.raises(AssertionError, match=re.escape("Connection refused")):
        second.call("connect")
