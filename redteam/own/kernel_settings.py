"""Writes the settings of the kernel through which code could run on the host."""

# verdict: accepted
# covers: 74 75
# then: right answer
# docker
# trap: bwrap started as root leaves core_pattern writable: that is code on the host
import errno
import os

for path in (
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sys/kernel/hotplug",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/vm/drop_caches",
    "/proc/sys/fs/binfmt_misc/register",
    "/proc/sysrq-trigger",
    "/proc/1/oom_score_adj",
    "/sys/kernel/uevent_helper",
    "/sys/fs/cgroup/cgroup.procs",
    "/sys/fs/cgroup/memory/cgroup.procs",
    "/proc/self/uid_map",
    "/proc/kcore",
    "/dev/mem",
    "/dev/kmsg",
    "/dev/sda",
):
    try:
        fd = os.open(path, os.O_WRONLY)
    except OSError as error:
        read_only = os.path.exists(path) and os.statvfs(path).f_flag & os.ST_RDONLY
        print(f"{path}: {errno.errorcode[error.errno]}{', read-only' if read_only else ''}")
        continue
    if not os.path.samestat(os.fstat(fd), os.stat("/dev/null")):  # masked files are that one
        try:
            os.write(fd, b"")  # nothing: only whether the kernel would take it
            print("GOT THROUGH", path)
        except OSError:
            continue
print("tried")
