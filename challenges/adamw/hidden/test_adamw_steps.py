"""The change of one parameter over 1 to 100 steps, at scales that bring out each part of the formula."""

import numpy as np
import pytest

# Small starting values, so that rounding them does not hide the change; see probe.py.
SMALL = 1e-3


@pytest.mark.points(2)
@pytest.mark.parametrize("shape", [(5,), (3, 4), (1,), (2, 3, 1, 2), ()])
def test_first_steps(compare, rng, shape):
    compare.probe("train", rng.normal(shape, scale=SMALL), rng.normal((10, *shape)), report=(1, 2, 10))


@pytest.mark.points(2)
def test_hundred_steps(compare, rng):
    compare.probe("train", rng.normal((7,), scale=SMALL), rng.normal((100, 7)), report=(50, 100))
    start, gradients = rng.normal((3, 2)), rng.normal((100, 3, 2), shift=0.3)
    compare.probe("train", start, gradients, report=(100,), lr=0.1, weight_decay=0.5)


@pytest.mark.points(3)
@pytest.mark.hint(
    "Decay shrinks the parameter before the step, by lr * weight_decay of itself, and never enters m or v."
)
@pytest.mark.parametrize("size", [1.0, 1e-3, 1e-6])
def test_strong_decay(compare, rng, size):
    start, gradients = rng.normal((4, 3)), rng.normal((10, 4, 3), scale=size)
    compare.probe("train", start, gradients, report=(1, 2, 10), lr=0.1, weight_decay=0.5)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Every parameter is decayed, whatever its shape.")
@pytest.mark.parametrize("shape", [(), (1,), (5,)])
def test_decay_of_any_shape(compare, rng, shape):
    start, gradients = rng.normal(shape, shift=3.0), rng.normal((4, *shape))
    compare.probe("train", start, gradients, report=(1, 4), lr=0.1, weight_decay=0.5)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("weight_decay is 1e-2 unless said otherwise, and 0 means none.")
def test_default_and_zero_decay(compare, rng):
    start, gradients = rng.normal((6,), scale=100.0), rng.normal((3, 6))
    compare.probe("train", start, gradients, report=(1, 3), lr=1.0)
    compare.probe("train", rng.normal((6,)), rng.normal((3, 6)), report=(1, 3), lr=1.0, weight_decay=0.0)


@pytest.mark.aspect("numerical stability")
@pytest.mark.points(2)
@pytest.mark.hint("eps is added to the corrected square root: not under the root, not before the correction.")
@pytest.mark.parametrize("size", [1e-7, 1e-8, 1e-9])
def test_tiny_gradients(compare, rng, size):
    compare.probe("train", rng.normal((8,), scale=SMALL), rng.normal((10, 8), scale=size), report=(1, 2, 10))


@pytest.mark.aspect("numerical stability")
@pytest.mark.parametrize("size", [1e4, 1e8])
def test_large_gradients(compare, rng, size):
    compare.probe("train", rng.normal((8,), scale=SMALL), rng.normal((10, 8), scale=size), report=(1, 2, 10))


@pytest.mark.aspect("numerical stability")
def test_gradients_of_mixed_size(compare, rng):
    sizes = (10.0 ** rng.uniform((20, 1), low=-9.0, high=4.0)).astype(np.float32)
    compare.probe("train", rng.normal((20, 3), scale=SMALL), sizes * rng.normal((5, 20, 3)), report=(1, 5))


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("A gradient of zero is still a gradient: the moments fade and the parameter keeps moving.")
def test_gradient_of_zero(compare, rng):
    gradients = rng.normal((8, 5))
    gradients[3:] = 0
    compare.probe("train", rng.normal((5,), scale=SMALL), gradients, report=(3, 4, 8))


@pytest.mark.parametrize(
    ("betas", "eps"), [((0.5, 0.9), 1e-3), ((0.0, 0.5), 1e-8), ((0.9, 0.3), 1e-2), ((0.95, 0.98), 0.1)]
)
def test_other_settings(compare, rng, betas, eps):
    start, gradients = rng.normal((5,), scale=SMALL), rng.normal((6, 5), scale=0.1)
    compare.probe("train", start, gradients, report=(1, 2, 6), lr=0.03, betas=betas, eps=eps, weight_decay=0.1)


@pytest.mark.points(3)
@pytest.mark.hint(
    "amsgrad keeps the largest v, not the largest corrected v, and the moving average itself goes on from v."
)
@pytest.mark.parametrize("betas", [(0.9, 0.999), (0.8, 0.7)])
def test_amsgrad(compare, rng, betas):
    gradients = rng.normal((14, 6))
    gradients[2:9] *= 1e-2
    gradients[9] *= 10
    start = rng.normal((6,), scale=SMALL)
    compare.probe("train", start, gradients, report=(1, 2, 3, 9, 10, 14), lr=0.01, betas=betas, amsgrad=True)


@pytest.mark.aspect("numerical stability")
def test_amsgrad_with_tiny_gradients(compare, rng):
    gradients = rng.normal((6, 6), scale=1e-8)
    compare.probe("train", rng.normal((6,), scale=SMALL), gradients, report=(1, 6), amsgrad=True)
