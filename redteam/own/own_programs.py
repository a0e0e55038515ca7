"""Runs programs that it wrote or that lie in memory only, which must not have more rights than itself."""

# verdict: accepted
# covers: 23 73
# then: right answer
# docker
import ctypes
import os
import shutil
import subprocess

libc = ctypes.CDLL(None, use_errno=True)
EXECVEAT, OPENAT2, AT_EMPTY_PATH = 322, 437, 0x1000
PROGRAM = b"#!/bin/sh\n/usr/bin/unshare --user --map-root-user /bin/echo more rights\n"

with open("/tmp/work/program", "wb") as file:
    file.write(PROGRAM)
os.chmod("/tmp/work/program", 0o6755)
shutil.copy("/bin/sh", "/tmp/work/sh")
for command in (["/tmp/work/program"], ["/tmp/work/sh", "/tmp/work/program"]):
    try:
        told = subprocess.run(command, capture_output=True, check=False)
        if b"more rights" in told.stdout:
            print("GOT THROUGH", command)
    except OSError:
        continue
memory = os.memfd_create("program", 0)
os.write(memory, PROGRAM)
read, write = os.pipe()
child = os.fork()
if child == 0:
    os.dup2(write, 1)
    arguments = (ctypes.c_char_p * 2)(b"program", None)
    libc.syscall(EXECVEAT, memory, b"", arguments, None, AT_EMPTY_PATH)
    os._exit(0)
os.close(write)
os.waitpid(child, 0)
if b"more rights" in os.read(read, 100):
    print("GOT THROUGH execveat")
how = (ctypes.c_uint64 * 3)(os.O_RDONLY, 0, 0)
for path in (b"/proc/1/root/etc/shadow", b"/etc/shadow", b"{canary_file}"):
    if libc.syscall(OPENAT2, -100, path, how, 24) >= 0:
        print("GOT THROUGH openat2", path)
print("tried")
