"""Ears on the host: sockets that no attack may reach, and an eye on every packet for a word that attacks send."""

from __future__ import annotations

import contextlib
import secrets
import socket

_ETH_P_ALL = 3
_PACKETS = 1 << 22


class Listener:
    """Listens on the loopback interface (TCP and UDP) and on an abstract unix socket while attacks run.

    Where the judge may (as root), it also watches the packets of all interfaces for its token, which attacks send
    backwards: other programs may use the network meanwhile, and the attack's own source may come by.
    """

    def __init__(self) -> None:
        self.token = secrets.token_hex(8)
        self._open = contextlib.ExitStack()
        self._servers: dict[str, socket.socket] = {}
        self.port = self._listen("tcp", socket.AF_INET, ("127.0.0.1", 0)).getsockname()[1]
        self._datagrams = self._bound(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", self.port))
        with contextlib.suppress(OSError):  # a machine without IPv6
            self._listen("tcp6", socket.AF_INET6, ("::1", self.port))
        self.abstract = f"judge-{self.token}"
        self._listen("unix socket", socket.AF_UNIX, f"\0{self.abstract}")
        self._packets: socket.socket | None = None
        with contextlib.suppress(OSError):  # without the right to
            self._packets = self._kept(socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ETH_P_ALL)))
            self._packets.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _PACKETS)

    def heard(self) -> list[str]:
        """Who knocked since the last time, and whether a packet held the token."""
        found = [name for name, server in self._servers.items() if _knocked(server)]
        if any(_waiting(self._datagrams)):
            found.append("udp")
        if self._packets is not None and any(self.token[::-1].encode() in one for one in _waiting(self._packets)):
            found.append("a packet")
        return found

    def close(self) -> None:
        """Closes every socket."""
        self._open.close()

    def _listen(self, name: str, family: int, address: object) -> socket.socket:
        server = self._bound(family, socket.SOCK_STREAM, address)
        server.listen()
        self._servers[name] = server
        return server

    def _bound(self, family: int, kind: int, address: object) -> socket.socket:
        made = self._kept(socket.socket(family, kind))
        made.bind(address)  # type: ignore[arg-type]
        return made

    def _kept(self, made: socket.socket) -> socket.socket:
        self._open.enter_context(made)
        made.setblocking(False)
        return made


def _knocked(server: socket.socket) -> bool:
    knocked = False
    with contextlib.suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            knocked = True
    return knocked


def _waiting(source: socket.socket) -> list[bytes]:
    found: list[bytes] = []
    with contextlib.suppress(BlockingIOError):
        while len(found) < _PACKETS >> 10:
            found.append(source.recv(1 << 16))
    return found
