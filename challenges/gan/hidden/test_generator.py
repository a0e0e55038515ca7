"""The generator: images, gradients and running statistics."""

import pytest


def generator(compare, rng, latent_dim, img_size):
    state = {"bn1.running_var": rng.uniform((64,), 0.1, 0.5)}
    return compare.new("Generator", latent_dim, img_size, state=state)


@pytest.mark.points(2)
@pytest.mark.hint("Linear, ReLU, view by channel, row and column; two transposed convolutions; tanh.")
@pytest.mark.parametrize(("batch", "latent_dim", "img_size"), [(3, 5, 8), (1, 1, 4), (2, 3, 12)])
def test_generator(compare, rng, batch, latent_dim, img_size):
    layer = generator(compare, rng, latent_dim, img_size)
    layer.eval()
    layer(rng.normal((batch, latent_dim)), guards=("fresh", "repeatable"))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients reach z and all parameters of the generator.")
def test_generator_gradients(compare, rng):
    layer = generator(compare, rng, 3, 4)
    layer.eval()
    layer(rng.normal((2, 3)), gradients=True)


@pytest.mark.aspect("state")
@pytest.mark.hint("In training the batch's own statistics are used, and the running ones follow with momentum 0.1.")
def test_generator_in_training(compare, rng):
    layer = generator(compare, rng, 4, 8)
    layer.train()
    for _ in range(2):
        layer(rng.normal((3, 4)))
        layer.compare_state(["bn1.running_mean", "bn1.running_var"])


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Images may be 32 and 64 pixels wide.")
@pytest.mark.parametrize("img_size", [32, 64])
def test_generator_sizes(candidate, rng, img_size):
    layer = candidate.new("Generator", 2, img_size)
    layer.eval()
    assert layer(rng.normal((2, 2))).shape == (2, 3, img_size, img_size)


@pytest.mark.timed
@pytest.mark.hint("Use PyTorch's transposed convolutions.")
def test_runtime(timed, rng):
    layer = timed.new("Generator", 16, 32)
    layer.eval()
    timed(layer, lambda: (rng.normal((4, 16)),))
