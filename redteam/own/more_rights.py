"""Becomes root by system calls, setuid programs and files with rights of their own."""

# verdict: accepted
# covers: 67
# then: right answer
# docker
import os
import subprocess
import sys

mine = os.getresuid()
for change in (lambda: os.setresuid(0, 0, 0), lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0])):
    try:
        change()
        print("GOT THROUGH")
    except OSError:
        continue
for folder in ("/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/lib"):
    for name in os.listdir(folder):
        path = f"{folder}/{name}"
        if os.path.isfile(path) and os.stat(path).st_mode & 0o6000 and name in ("mount", "su", "newgrp", "passwd"):
            done = subprocess.run([path, "--version"], capture_output=True, stdin=subprocess.DEVNULL, check=False)
            if b"root" in done.stdout:
                print("GOT THROUGH", path)
if os.geteuid() == 0 or os.getresuid() != mine:
    print("GOT THROUGH")
try:
    os.mkdir("/tmp/rights")
    with open(sys.executable, "rb") as source, open("/tmp/rights/python", "wb") as copy:
        copy.write(source.read())
    os.chmod("/tmp/rights/python", 0o6755)
    told = subprocess.run(
        ["/tmp/rights/python", "-ISc", "import os; print(os.geteuid())"], capture_output=True, check=False
    )
    if told.stdout.strip() == b"0":
        print("GOT THROUGH")
except OSError:
    pass
print("tried")
