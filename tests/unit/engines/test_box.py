"""A sandbox whose processes die while it is being set up: the judge's own kind of error, whatever the kernel said."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from judge.engines.base import Spec
from judge.engines.box import Box
from judge.errors import JudgeError
from judge.model import Limits

Ends = tuple[Box, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """A box, and the end of its status channel that a keeper would hold."""
    channel, other = socket.socketpair()
    status, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pipes = os.pipe(), os.pipe()
    box = Box(Spec(Limits(), ("numpy",)), channel, status, (pipes[0][0], pipes[1][0]))
    yield box, theirs
    box.close()
    for end in (other, theirs):
        end.close()
    for _, write in pipes:
        os.close(write)


def test_a_keeper_that_is_gone_when_it_is_looked_for(ends: Ends) -> None:
    box, theirs = ends
    if (keeper := os.fork()) == 0:
        theirs.send(b"hello")
        os._exit(0)
    os.waitpid(keeper, 0)
    with pytest.raises(JudgeError, match="ended while it was being set up"):
        box.settle(None)


def test_a_fork_server_that_hangs_up(ends: Ends) -> None:
    box, theirs = ends
    theirs.close()
    with pytest.raises(JudgeError, match="closed the connection"):
        box.settle(None)


def test_a_keeper_that_could_not_do_its_part(ends: Ends) -> None:
    box, theirs = ends
    theirs.send(b'{"failed": "no namespaces"}')
    with pytest.raises(JudgeError, match="no namespaces"):
        box.settle(None)
