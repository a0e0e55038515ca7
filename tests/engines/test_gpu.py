"""Containers with a GPU. They need one, an image with torch for CUDA, and docker's NVIDIA runtime."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from judge.engines.base import ChannelLost, Engine, Spec
from judge.errors import EngineUnavailable
from judge.model import Limits, Verdict

from .conftest import Life, make_docker

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.docker,
    pytest.mark.serial,
    pytest.mark.skipif(not Path("/dev/nvidiactl").exists(), reason="this machine has no NVIDIA GPU"),
]
LIMITS = Limits(memory_mb=8192, gpu=True, gpu_memory_mb=1024, wall_s=60)
PROGRAM = """
import torch

def where(x):
    return [str(torch.empty(1, device="cuda").device), torch.cuda.device_count()]

def fill():
    kept = torch.full((64 << 20,), 7.5, device="cuda")
    torch.cuda.synchronize()

def find():
    found = torch.empty(64 << 20, device="cuda")
    return int((found == 7.5).sum().item())

def grow(lift):
    if lift:
        torch.cuda.set_per_process_memory_fraction(1.0)
    kept = []
    while True:
        kept.append(torch.ones(16 << 20, device="cuda"))
        torch.cuda.synchronize()
"""


@pytest.fixture
def start() -> Iterator[Callable[..., Life]]:
    """Starts PROGRAM in a container with a GPU."""
    engine: Engine = make_docker()
    lives: list[Life] = []

    def begin(device: str = "cuda", **changes: Any) -> Life:
        life = Life(engine, Spec(LIMITS.model_copy(update=changes), ("numpy", "torch"), device))
        lives.append(life)
        life.load(PROGRAM)
        return life

    yield begin
    for life in lives:
        life.sandbox.close()
    engine.close()


def test_one_gpu_is_there_and_named(start: Callable[..., Life]) -> None:
    life = start()
    assert life.call("where", 1.0) == ["cuda:0", 1]
    assert life.versions["gpu"]


def test_no_gpu_is_there_unless_asked_for(start: Callable[..., Life]) -> None:
    with pytest.raises(AssertionError, match=r"NVIDIA|CUDA"):
        start("cpu").call("where", 1.0)


def test_uninitialised_memory_shows_nothing_of_the_submission_before(start: Callable[..., Life]) -> None:
    first = start()
    first.call("fill")
    first.sandbox.close()
    assert start().call("find") == 0


def test_memory_above_the_cap_is_refused(start: Callable[..., Life]) -> None:
    with pytest.raises(AssertionError, match="out of memory"):
        start().call("grow", False)


def test_a_cap_that_was_lifted_is_held_from_outside(start: Callable[..., Life]) -> None:
    life = start()
    with pytest.raises(ChannelLost):
        life.call("grow", True, seconds=60)
    assert life.sandbox.death().verdict is Verdict.MEMORY_LIMIT_EXCEEDED


def test_an_engine_waits_for_the_gpu_of_another(start: Callable[..., Life]) -> None:
    from judge.engines import gpu

    start()
    count = len(list(gpu._LISTED.iterdir()))
    held = [gpu.claim(patience_s=0) for _ in range(count - 1)]
    with pytest.raises(EngineUnavailable, match="no GPU became free"):
        gpu.claim(patience_s=0)
    for one in held:
        one.close()
