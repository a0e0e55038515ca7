"""Puts links, FIFOs, sockets and devices wherever the judge might read or write by name, its own programs first."""

# verdict: accepted
# covers: 55 56 57 58 59 60 61 D42
# then: right answer
# docker
import os
import socket
import stat
import sys

SANDBOX = os.path.dirname(sys.modules["sandbox"].__file__ or sys.modules["sandbox.runner"].__file__)
for name in ("runner.py", "wire.py", "server.py", "container.py"):
    for change in (
        os.unlink,
        lambda path: os.rename(path, path + ".old"),
        lambda path: os.symlink("/etc/passwd", path),
    ):
        try:
            change(f"{SANDBOX}/{name}")
            print("GOT THROUGH", name)
        except OSError:
            continue
NAMES = ["run.sh", "output", "result.json", "report.json", "verdict", "stdout", "stderr", "meta", "candidate.py"]
for folder in ("/tmp/work", "/tmp", "/dev/shm", os.getcwd()):
    for number, name in enumerate(NAMES):
        path = f"{folder}/{name}"
        try:
            if number % 5 == 0:
                os.symlink("/etc/passwd", path)
            elif number % 5 == 1:
                os.symlink("/dev/zero", path)
            elif number % 5 == 2:
                os.mkfifo(path)
            elif number % 5 == 3:
                socket.socket(socket.AF_UNIX).bind(path)
            else:
                os.link("/proc/self/exe", path)
                print("GOT THROUGH a hard link")
        except OSError:
            continue
    for path in (f"{folder}/zero", f"{folder}/disk"):
        try:
            os.mknod(path, 0o666 | stat.S_IFBLK, os.makedev(8, 0))
            print("GOT THROUGH", path)
        except OSError:
            continue
os.rename("/tmp/work", "/tmp/elsewhere")
os.symlink("/", "/tmp/work")
print("tried")
