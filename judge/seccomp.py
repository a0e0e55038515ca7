"""The system calls that candidate code may not make, compiled by libseccomp to a BPF program.

A deny-list with the calls that docker's default profile withholds from a container without capabilities, and a few
more. What is denied fails with EPERM, so that an honest program that only probes for a feature goes on; a call of a
foreign architecture (32-bit or x32 numbers, which would pass by every rule) ends the process.
"""

from __future__ import annotations

import errno
import os
import socket
from functools import cache

from judge.errors import EngineUnavailable

_DENIED = """
ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_getfd
io_uring_setup io_uring_enter io_uring_register
add_key request_key keyctl
userfaultfd bpf perf_event_open fanotify_init lookup_dcookie
mount umount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr
unshare setns
kexec_load kexec_file_load init_module finit_module delete_module create_module
reboot swapon swapoff acct quotactl quotactl_fd syslog nfsservctl vhangup
name_to_handle_at open_by_handle_at
iopl ioperm modify_ldt vm86 vm86old uselib ustat sysfs _sysctl personality
mbind move_pages migrate_pages set_mempolicy set_mempolicy_home_node
clock_settime clock_adjtime settimeofday adjtimex stime
sethostname setdomainname
memfd_secret landlock_create_ruleset vmsplice
mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
"""

_NEW_NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x00000080)

# Memory that counts for no process: only a control group sees it.
_UNCOUNTED = ("memfd_create", "shmget")


@cache
def program(uncounted_memory: bool = True) -> bytes:
    """The filter as an array of struct sock_filter.

    Args:
        uncounted_memory: whether memory is allowed that counts for no process; a control group counts it.

    Raises:
        EngineUnavailable: libseccomp is not installed.
    """
    try:
        import pyseccomp as seccomp
    except (ImportError, OSError, RuntimeError) as error:
        raise EngineUnavailable(f"libseccomp cannot be loaded ({error}): apt-get install libseccomp2") from error
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    rules.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
    refuse = seccomp.ERRNO(errno.EPERM)
    for name in [*_DENIED.split(), *(() if uncounted_memory else _UNCOUNTED)]:
        if seccomp.resolve_syscall(seccomp.system_arch(), name) >= 0:  # negative: this architecture has no such call
            rules.add_rule(refuse, name)
    for flag in _NEW_NAMESPACES:
        rules.add_rule(refuse, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, flag, flag))
    # Its flags are behind a pointer that no filter can follow; libc falls back to clone.
    rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    rules.add_rule(refuse, "socket", seccomp.Arg(0, seccomp.NE, socket.AF_UNIX))
    return _export(rules)


def _export(rules: object) -> bytes:
    with os.fdopen(os.memfd_create("seccomp"), "w+b") as file:
        rules.export_bpf(file)  # type: ignore[attr-defined]
        file.seek(0)
        return file.read()
