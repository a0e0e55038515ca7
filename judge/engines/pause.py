"""Stops and continues all processes of a container, through its daemon."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import docker
import requests
from docker.errors import APIError, DockerException

from judge.engines.base import DeadlinePassed
from judge.errors import JudgeError

_PATIENCE_S, _STEP_S = 5.0, 0.005
# What runc says of processes that it cannot stop, because they fork without pause (cgroup v1, v2).
_RESTLESS = re.compile(r"unable to freeze|reached waiting for the cgroup to freeze")


def set_paused(api: docker.APIClient, identity: str, paused: bool, runs: Callable[[], bool]) -> bool:
    """Whether it is so now; False where the container does not run any more.

    Tried for a while: the daemon takes no order before it has heard of the end of the last.

    Raises:
        DeadlinePassed: the container's own processes are what cannot be stopped.
        JudgeError: the daemon cannot do it, for any other reason.
    """
    order = api.pause if paused else api.unpause
    end = time.monotonic() + _PATIENCE_S
    while (complaint := _ordered(order, identity)) is not None:
        if not runs():
            return False
        if time.monotonic() > end:
            if paused and _RESTLESS.search(complaint):
                raise DeadlinePassed
            wanted = "paused" if paused else "let go on"
            raise JudgeError(f"a container could not be {wanted}: {complaint}. See the docker daemon's log")
        time.sleep(_STEP_S)
    return True


def _ordered(order: Callable[[str], object], identity: str) -> str | None:
    """What the daemon has against it; None where it has done it."""
    try:
        order(identity)
    except APIError as error:
        return str(error)
    except (DockerException, requests.RequestException) as error:
        raise JudgeError(f"the docker daemon stopped answering: {error}. See its log, then run judge doctor") from None
    return None
