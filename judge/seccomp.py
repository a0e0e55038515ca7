"""The filter of system calls that candidate code runs under, compiled by libseccomp to a BPF program.

An allow-list (`judge.system_calls`). What is refused fails with EPERM and what is unknown with ENOSYS, so that an
honest program that only probes for a feature goes on; a call of a foreign architecture (32-bit or x32 numbers, which
would pass by every rule) ends the process.
"""

from __future__ import annotations

import errno
import os
import socket
from functools import cache
from typing import Any

from judge import system_calls
from judge.errors import EngineUnavailable

_NEW_NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000, 0x00000080)
_NETLINK_ROUTE = 0


@cache
def program(uncounted_memory: bool = True, loopback: bool = False) -> bytes:
    """The filter as an array of struct sock_filter.

    Args:
        uncounted_memory: whether memory is allowed that counts for no process; a control group counts it.
        loopback: whether internet sockets are allowed too, in a sandbox that has nothing but `lo`; a netlink socket
            as well, with which libraries look up what interfaces there are.

    Raises:
        EngineUnavailable: libseccomp is not installed.
    """
    rules = _Rules()
    uncounted = frozenset() if uncounted_memory else system_calls.UNCOUNTED
    for name in system_calls.ALLOWED - uncounted:
        rules.allow(name)
    for name in system_calls.REFUSED | uncounted:
        rules.refuse(name)
    for name, (argument, values) in system_calls.SOME.items():
        rules.allow_values(name, argument, values)
        for value in system_calls.REFUSED_OPTIONS.get(name, ()):
            rules.refuse(name, rules.equal(argument, value))
    for name, (argument, value) in system_calls.ALL_BUT.items():
        rules.allow_all_but(name, argument, value)
    rules.allow_families("socketpair", (socket.AF_UNIX,))
    if loopback:
        rules.allow_families("socket", (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK))
    else:
        rules.allow_families("socket", (socket.AF_UNIX,))
    rules.allow_without_flags("clone", 0, _NEW_NAMESPACES)  # clone3 hides its flags behind a pointer: ENOSYS
    return rules.exported()


class _Rules:
    """A filter in the making; a call that this architecture lacks is passed over."""

    def __init__(self) -> None:
        try:
            import pyseccomp
        except (ImportError, OSError, RuntimeError) as error:
            raise EngineUnavailable(f"libseccomp cannot be loaded ({error}): apt-get install libseccomp2") from error
        self._lib: Any = pyseccomp
        self._filter = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.ENOSYS))
        self._filter.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)

    def allow(self, name: str, *conditions: Any) -> None:
        self._add(self._lib.ALLOW, name, *conditions)

    def refuse(self, name: str, *conditions: Any) -> None:
        self._add(self._lib.ERRNO(errno.EPERM), name, *conditions)

    def _add(self, action: int, name: str, *conditions: Any) -> None:
        if self._lib.resolve_syscall(self._lib.system_arch(), name) >= 0:  # negative: there is no such call
            self._filter.add_rule(action, name, *conditions)

    def equal(self, argument: int, value: int) -> Any:
        """Compares as the kernel does, which reads 32 bits: with all 64, a set high bit would be another value."""
        return self._lib.Arg(argument, self._lib.MASKED_EQ, 0xFFFFFFFF, value)

    def allow_values(self, name: str, argument: int, values: tuple[int, ...]) -> None:
        for value in values:
            self.allow(name, self.equal(argument, value))

    def allow_families(self, name: str, families: tuple[int, ...]) -> None:
        """Sockets of these families; every other one is refused. Of netlink only the list of interfaces."""
        where = self._lib.Arg
        for family in range(max(families) + 1):
            if family == socket.AF_NETLINK:
                self.allow(name, where(0, self._lib.EQ, family), where(2, self._lib.EQ, _NETLINK_ROUTE))
                self.refuse(name, where(0, self._lib.EQ, family), where(2, self._lib.NE, _NETLINK_ROUTE))
            else:
                add = self.allow if family in families else self.refuse
                add(name, where(0, self._lib.EQ, family))
        self.refuse(name, where(0, self._lib.GT, max(families)))

    def allow_all_but(self, name: str, argument: int, value: int) -> None:
        """A rule compares an argument once, so: every value that differs from this one in some bit."""
        self.refuse(name, self.equal(argument, value))
        for bit in (1 << index for index in range(32)):
            self.allow(name, self._lib.Arg(argument, self._lib.MASKED_EQ, bit, ~value & bit))

    def allow_without_flags(self, name: str, argument: int, flags: tuple[int, ...]) -> None:
        self.allow(name, self._lib.Arg(argument, self._lib.MASKED_EQ, sum(flags), 0))
        for flag in flags:
            self.refuse(name, self._lib.Arg(argument, self._lib.MASKED_EQ, flag, flag))

    def exported(self) -> bytes:
        with os.fdopen(os.memfd_create("seccomp"), "w+b") as file:
            self._filter.export_bpf(file)
            file.seek(0)
            return file.read()
