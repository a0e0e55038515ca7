"""The reference moves parameters exactly as torch.optim.AdamW does; both are driven through the challenge's probe."""

import importlib.util
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[2]


def load(name, file):
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = load("adamw_reference", ROOT / "reference" / "adamw.py")
PROBE = load("adamw_probe", ROOT / "challenges" / "adamw" / "probe.py")


def draw(*shape, scale=1.0, seed=3):
    generator = torch.Generator().manual_seed(seed + 100 * len(shape) + sum(shape))
    return scale * torch.randn(shape, generator=generator, dtype=torch.float64)


def same(name, *args, **options):
    """The probe's answer for the reference, after it was found equal to that for torch.optim."""
    ours = getattr(PROBE, name)(REFERENCE, *args, **options)
    torch.testing.assert_close(ours, getattr(PROBE, name)(torch.optim, *args, **options), rtol=1e-9, atol=1e-15)
    return ours


@pytest.mark.parametrize("amsgrad", [False, True])
@pytest.mark.parametrize("size", [1e-9, 1e-6, 1e-3, 1.0, 1e8])
@pytest.mark.parametrize("shape", [(), (5,), (2, 3)])
def test_changes_over_a_hundred_steps(amsgrad, size, shape):
    settings = {"lr": 0.1, "weight_decay": 0.5, "amsgrad": amsgrad}
    changes = same("train", draw(*shape), draw(100, *shape, scale=size), (1, 2, 10, 100), **settings)
    assert len(changes) == 4


@pytest.mark.parametrize(("betas", "eps"), [((0.5, 0.9), 1e-3), ((0.0, 0.5), 1e-8), ((0.9, 0.0), 1e-2)])
def test_other_settings_and_the_defaults(betas, eps):
    same("train", draw(4), draw(6, 4), (1, 6), betas=betas, eps=eps)
    same("train", draw(4), draw(6, 4), (1, 6))


def test_groups_and_schedule():
    starts = [draw(4), draw(2, 3)]
    gradients = [[draw(4, seed=t), draw(2, 3, seed=t)] for t in range(5)]
    same("train_groups", starts, gradients, [{"lr": 0.1}, {"betas": (0.5, 0.9), "amsgrad": True}], weight_decay=0.3)
    same("train_with_schedule", draw(5), draw(3, 5), [0.1, 0.0, 0.2], weight_decay=0.3)
    same("train_side_by_side", starts, gradients, [{"lr": 0.1}, {"lr": 0.2, "amsgrad": True}])


def test_gradient_missing_at_first():
    starts = [draw(3), draw(2, 2), draw(4)]
    gradients = [[draw(3, seed=t), draw(2, 2, seed=t), draw(4, seed=t)] for t in range(4)]
    present = [[True, False, False], [True, False, False], [False, True, False], [True, True, False]]
    changes = same("train_with_gaps", starts, gradients, present, lr=0.1, weight_decay=0.5)
    assert not changes[2].any()


def test_closure_is_called_once_a_step_and_its_loss_returned():
    losses, calls, _ = same("train_with_closure", draw(6), draw(6) + 5, 4, lr=0.1)
    assert calls == 4
    assert losses == sorted(losses, reverse=True)


def test_a_step_without_closure_returns_nothing_and_leaves_the_gradient():
    gradient = draw(5)
    returned, left, is_optimizer, cleared = PROBE.after_a_step(REFERENCE, draw(5), gradient)
    assert returned is None
    assert torch.equal(left, gradient)
    assert is_optimizer
    assert cleared


def test_sparse_gradient_is_refused():
    assert PROBE.refuses_sparse(REFERENCE, draw(5, 3), torch.tensor([0, 2])) is True


def test_example_of_the_statement():
    gradients = torch.tensor([[0.5, -0.1], [0.1, 0.3], [0.0, 0.0]], dtype=torch.float64)
    start = torch.tensor([1.0, -2.0], dtype=torch.float64)
    for amsgrad, end in ((False, [0.628761, -1.709649]), (True, [0.628792, -1.709630])):
        (change,) = PROBE.train(REFERENCE, start, gradients, (3,), lr=0.1, weight_decay=0.5, amsgrad=amsgrad)
        torch.testing.assert_close(start + change, torch.tensor(end, dtype=torch.float64), rtol=0, atol=5e-7)
