"""The connection to a docker daemon, or what to do where there is none."""

from __future__ import annotations

import os
import socket

import docker
import requests
from docker.errors import DockerException

from judge.errors import EngineUnavailable

_DEFAULT = "unix:///var/run/docker.sock"
_ADVICE = "start docker (or set DOCKER_HOST), or use --sandbox bubblewrap"


def connect(timeout_s: int) -> docker.DockerClient:
    """A connection to the daemon that DOCKER_HOST names, which has answered; close it after use.

    Raises:
        EngineUnavailable: there is none, or it does not answer.
    """
    host = os.environ.get("DOCKER_HOST") or _DEFAULT
    if host.startswith("unix://"):
        _knock(host.removeprefix("unix://"))
    try:
        return docker.from_env(timeout=timeout_s, version="auto")  # asks the daemon for its version
    except (DockerException, requests.RequestException) as error:
        raise EngineUnavailable(f"no docker daemon answers at {host} ({error}): {_ADVICE}") from None


def _knock(path: str) -> None:
    """The SDK leaks its socket where nobody listens; this does not."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(path)
        except OSError as error:
            raise EngineUnavailable(f"no docker daemon answers at {path} ({error.strerror}): {_ADVICE}") from None
