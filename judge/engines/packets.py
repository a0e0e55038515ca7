"""JSON packets from the sandbox side's own processes: the fork server and a sandbox's init."""

from __future__ import annotations

import json
import select
import socket
from typing import Any

from judge.engines.base import ChannelLost, Deadline, DeadlinePassed


def receive_json(source: socket.socket, deadline: Deadline) -> dict[str, Any]:
    """One JSON packet of the server; raises ChannelLost or DeadlinePassed."""
    poll = select.poll()
    poll.register(source, select.POLLIN)
    if not poll.poll(deadline.left() * 1000):
        raise DeadlinePassed
    try:
        packet = source.recv(1 << 16)
        answer = json.loads(packet) if packet else None
    except (OSError, ValueError):
        raise ChannelLost from None
    if not isinstance(answer, dict):
        raise ChannelLost
    return answer
