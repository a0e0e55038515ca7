"""The schedules of the reference against torch's schedulers, stepped one by one."""

import importlib.util
import math
from pathlib import Path

import pytest
import torch
from torch.optim import lr_scheduler

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("lr_schedules", ROOT / "reference" / "lr-schedules.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


def stepped(make, count, base_lr=0.3):
    """The rates that a scheduler of torch gives at steps 0 .. count - 1."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=base_lr)
    scheduler, rates = make(optimizer), []
    for _ in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


@pytest.mark.parametrize("eta_min", [0.0, 0.02])
def test_cosine(eta_min):
    due = stepped(lambda optimizer: lr_scheduler.CosineAnnealingLR(optimizer, 12, eta_min), 13)
    assert [REFERENCE.cosine(step, 0.3, 12, eta_min) for step in range(13)] == pytest.approx(due, abs=1e-12)


def test_step_decay():
    due = stepped(lambda optimizer: lr_scheduler.StepLR(optimizer, 4, 0.5), 15)
    assert [REFERENCE.step_decay(step, 0.3, 4, 0.5) for step in range(15)] == pytest.approx(due)


def test_exponential():
    due = stepped(lambda optimizer: lr_scheduler.ExponentialLR(optimizer, 0.8), 15)
    assert [REFERENCE.exponential(step, 0.3, 0.8) for step in range(15)] == pytest.approx(due)


@pytest.mark.parametrize(("warmup", "total"), [(4, 10), (0, 6), (6, 6)])
def test_warmup(warmup, total):
    def share(step):
        if step >= total:
            return 0.0
        done = (step - warmup) / (total - warmup) if step >= warmup else 0.0
        return min(step / warmup if warmup else 1.0, 1.0) * math.cos(math.pi / 2 * done) ** 2

    due = stepped(lambda optimizer: lr_scheduler.LambdaLR(optimizer, share), 14)
    found = [REFERENCE.linear_warmup_cosine(step, 0.3, warmup, total) for step in range(14)]
    assert found == pytest.approx(due, abs=1e-12)


def test_example_of_the_statement():
    assert REFERENCE.cosine(5, 0.1, 20, 0.01) == pytest.approx(0.086820, abs=1e-6)
    assert REFERENCE.step_decay(7, 0.1, 3, 0.5) == pytest.approx(0.025)
    assert REFERENCE.exponential(3, 0.1, 0.9) == pytest.approx(0.0729)
    assert [REFERENCE.linear_warmup_cosine(step, 0.4, 4, 10) for step in (2, 6, 10)] == pytest.approx([0.2, 0.3, 0])
