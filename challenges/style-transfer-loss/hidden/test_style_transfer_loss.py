"""Gram matrices and losses over shapes, weights and sizes of features."""

import pytest

SHAPES = [(2, 3, 4, 5), (4, 3, 7), (1, 1, 2, 3), (3, 1, 1), (3, 5, 1, 2), (2, 2, 2, 2)]


def compare_gradients(compare, gen, content, style, alpha, beta):
    """With respect to gen; see probe.py."""
    compare.probe("loss", gen, content.tolist(), style.tolist(), alpha, beta, gradients=True)


@pytest.mark.points(2)
@pytest.mark.hint("F has a row for each channel, and the product is divided by c · h · w.")
@pytest.mark.parametrize("shape", SHAPES)
def test_gram_matrix(compare, rng, shape):
    compare("gram_matrix", rng.normal(shape, shift=0.5), gradients=True)


@pytest.mark.points(2)
@pytest.mark.hint("Go through the example of the statement by hand.")
@pytest.mark.parametrize("shape", SHAPES)
def test_loss(compare, rng, shape):
    compare("total_loss", *rng.normal(shape, count=3, shift=0.5), 1.0, 50.0)


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("The style picture may have another size: its Gram matrix is divided by its own h and w.")
@pytest.mark.parametrize("style", [(2, 3, 2, 9), (2, 3, 6, 5), (2, 3, 1, 1)])
def test_style_of_another_size(compare, rng, style):
    gen, content = rng.normal((2, 3, 4, 5), count=2)
    compare_gradients(compare, gen, content, rng.normal(style, shift=0.5), 1.0, 100.0)


@pytest.mark.points(2)
@pytest.mark.hint("alpha weighs the content and beta the style; either may be 0.")
@pytest.mark.parametrize(("alpha", "beta"), [(1.0, 0.0), (0.0, 1.0), (0.3, 1e4)])
def test_weights(compare, rng, alpha, beta):
    compare("total_loss", *rng.normal((2, 3, 5, 4), count=3, shift=0.5), alpha=alpha, beta=beta)


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("The gradient of gen has a part from the content and one from the Gram matrix, on both of its sides.")
@pytest.mark.parametrize(("alpha", "beta"), [(1.0, 0.0), (0.0, 1.0), (1.0, 200.0)])
def test_gradients(compare, rng, alpha, beta):
    compare_gradients(compare, *rng.normal((2, 4, 3, 5), count=3), alpha, beta)


@pytest.mark.aspect("numerical stability")
@pytest.mark.parametrize("scale", [1e3, 1e-3])
def test_scales(compare, rng, scale):
    compare("gram_matrix", rng.normal((2, 4, 3, 3), scale=scale))
    compare_gradients(compare, *rng.normal((2, 4, 3, 3), count=3, scale=scale), 1.0, 1.0 / scale**2)


@pytest.mark.timed
def test_runtime(timed, rng):
    timed("total_loss", lambda: (*rng.normal((2, 32, 24, 24), count=3), 1.0, 1e3))
