"""What makes it an optimizer: groups, gradients that are missing, schedules, closures, several at once."""

import numpy as np
import pytest

SMALL = 1e-3


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint("Each group has settings of its own; read them from the group in every step.")
def test_groups(compare, rng):
    starts = [rng.normal((4,)), rng.normal((2, 3)), rng.normal((3,), scale=SMALL)]
    gradients = [[rng.normal(start.shape, scale=1e-2) for start in starts] for _ in range(5)]
    settings = [
        {"lr": 0.1, "weight_decay": 0.5},
        {"weight_decay": 0.0, "betas": (0.5, 0.9)},
        {"eps": 1e-2, "amsgrad": True},
    ]
    compare.probe("train_groups", starts, gradients, settings, lr=0.02)


@pytest.mark.aspect("state")
@pytest.mark.hint("amsgrad, too, is a setting of the group.")
def test_amsgrad_in_one_group(compare, rng):
    starts = [rng.normal((4,), scale=SMALL), rng.normal((3,), scale=SMALL)]
    gradients = [[rng.normal(start.shape, scale=10.0**-step) for start in starts] for step in range(4)]
    for default in (False, True):
        settings = [{"amsgrad": True, "lr": 0.01}, {"amsgrad": False}]
        compare.probe("train_groups", starts, gradients, settings, betas=(0.5, 0.6), amsgrad=default)


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint("A parameter without a gradient is left alone, and its step count starts with its first gradient.")
@pytest.mark.parametrize("amsgrad", [False, True])
def test_gradient_missing_at_first(compare, rng, amsgrad):
    starts = [rng.normal((3,)), rng.normal((2, 2)), rng.normal((4,))]
    gradients = [[rng.normal(start.shape) for start in starts] for _ in range(6)]
    present = np.array([[1, 0, 0], [1, 0, 0], [0, 0, 0], [1, 1, 0], [0, 1, 0], [1, 1, 0]], dtype=bool)
    compare.probe("train_with_gaps", starts, gradients, present, lr=0.1, weight_decay=0.5, amsgrad=amsgrad)


@pytest.mark.aspect("state")
@pytest.mark.hint("A learning-rate schedule changes the group's lr between steps.")
def test_schedule(compare, rng):
    rates = [0.1, 0.05, 0.2, 0.0, 0.01]
    start, gradients = rng.normal((5,)), rng.normal((5, 5))
    compare.probe("train_with_schedule", start, gradients, rates, lr=0.5, weight_decay=0.3)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("lr, eps and weight_decay may be 0; a schedule may raise lr later.")
def test_settings_that_start_at_zero(compare, rng):
    settings = {"lr": 0.0, "eps": 0.0, "weight_decay": 0.0}
    compare.probe("train_with_schedule", rng.normal((5,)), rng.normal((3, 5)), [0.1, 0.2, 0.05], **settings)


@pytest.mark.aspect("state")
@pytest.mark.hint("Two optimizers must not share anything.")
def test_side_by_side(compare, rng):
    starts = [rng.normal((4,), scale=SMALL), rng.normal((4,), scale=SMALL)]
    gradients = [[rng.normal((4,)), rng.normal((4,), scale=30.0)] for _ in range(4)]
    compare.probe("train_side_by_side", starts, gradients, [{"lr": 1e-3}, {"lr": 0.05, "amsgrad": True}])


@pytest.mark.aspect("state")
@pytest.mark.hint("step(closure) calls the closure once, with gradients enabled, and returns its loss.")
def test_closure(compare, rng):
    start, target = rng.normal((6,)), rng.normal((6,), shift=5.0)
    compare.probe("train_with_closure", start, target, 4, lr=0.1, weight_decay=0.5)


@pytest.mark.aspect("state")
@pytest.mark.hint(
    "AdamW is a torch.optim.Optimizer; a step returns None without a closure and leaves the gradient alone."
)
def test_after_a_step(compare, rng):
    compare.probe("after_a_step", rng.normal((5,)), rng.normal((5,)))


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("A sparse gradient is refused with a RuntimeError.")
def test_sparse_gradient(compare, rng):
    compare.probe("refuses_sparse", rng.normal((5, 3)), rng.permutation(5)[:2])


@pytest.mark.timed
def test_runtime(timed, rng):
    timed.probe("train_on_one_gradient", lambda: (rng.normal((256, 256), scale=SMALL), rng.normal((256, 256)), 20))
