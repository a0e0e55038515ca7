"""Puts false tools before the true ones: on the path, for the loader, and in folders of the system."""

# verdict: accepted
# covers: 89 D45
# then: right answer
import os
import sys

os.makedirs("/tmp/work/bin")
for name in ("python", "python3", "bwrap", "docker", "runc", "git", "sh"):
    with open(f"/tmp/work/bin/{name}", "w") as file:
        file.write("#!/bin/sh\ntouch /tmp/attack-left-tool\n")
    os.chmod(f"/tmp/work/bin/{name}", 0o755)
    for folder in ("/bin", "/usr/bin", "/usr/local/bin", os.path.dirname(sys.executable)):
        try:
            with open(f"{folder}/{name}", "w") as file:
                file.write("#!/bin/sh\n")
            print("GOT THROUGH", folder, name)
        except OSError:
            continue
for path in ("/etc/ld.so.preload", "/etc/environment", "/etc/profile", f"{sys.prefix}/attack-left.pth"):
    try:
        with open(path, "w") as file:
            file.write("attack")
        print("GOT THROUGH", path)
    except OSError:
        continue
os.environ.update(
    PATH="/tmp/work/bin", LD_PRELOAD="/tmp/work/evil.so", PYTHONPATH="/tmp/work", PYTHONSTARTUP="/tmp/x.py"
)
print("tried")
