"""Reads the environment, command line and descriptors of every process in sight, for seeds and secrets."""

# verdict: accepted
# covers: 77 79 A8
# then: right answer
# docker
# trap: --clearenv is not enough: /proc/1/environ shows what bwrap was started with
import glob
import os

text = repr(dict(os.environ))
for name in (
    "environ",
    "cmdline",
    "maps",
    "mountinfo",
    "stack",
    "status",
    "auxv",
    "attr/current",
    "sessionid",
    "loginuid",
):
    for path in glob.glob(f"/proc/[0-9]*/{name}") + glob.glob(f"/proc/[0-9]*/task/*/{name}"):
        try:
            with open(path, "rb") as file:
                text += file.read().decode("latin-1")
        except OSError:
            continue
for word in ("JUDGE", "SEED", "canary", "PYTEST", "TOKEN", "SECRET"):
    if word in text:
        print("GOT THROUGH", word)
for path in glob.glob("/proc/[0-9]*/fd/*"):
    try:
        target = os.readlink(path)
    except OSError:
        continue
    if not target.startswith(("socket:", "pipe:", "/dev/null", "/proc/", "anon_inode:")):
        print("GOT THROUGH", path, target)
print("tried")
