"""The connection to a docker daemon, or what to do where there is none."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from judge.errors import EngineUnavailable

if TYPE_CHECKING:
    import docker

_DEFAULT = "unix:///var/run/docker.sock"
_ADVICE = "start docker (or set DOCKER_HOST), or use --sandbox bubblewrap"


def connect(timeout_s: int) -> docker.DockerClient:
    """A connection to the daemon that DOCKER_HOST names, which has answered; close it after use.

    Raises:
        EngineUnavailable: there is none, or it does not answer.
    """
    host = knock()
    import docker
    import requests
    from docker.errors import DockerException

    try:
        return docker.from_env(timeout=timeout_s, version="auto")  # asks the daemon for its version
    except (DockerException, requests.RequestException) as error:
        raise EngineUnavailable(f"no docker daemon answers at {host} ({error}): {_ADVICE}") from None


def knock() -> str:
    """Where the daemon is looked for; raises EngineUnavailable where nobody listens on that unix socket.

    It needs no SDK, whose import takes 0.3 s, and does not leak its socket as the SDK does.
    """
    host = os.environ.get("DOCKER_HOST") or _DEFAULT
    if host.startswith("unix://"):
        path = host.removeprefix("unix://")
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(path)
            except OSError as error:
                raise EngineUnavailable(f"no docker daemon answers at {path} ({error.strerror}): {_ADVICE}") from None
    return host
