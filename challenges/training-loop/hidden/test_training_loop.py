"""Weights after runs whose best epoch is known, and what a watched model sees."""

import numpy as np
import pytest


def batches(rng, count, rows, weight, noise=0.0):
    """Batches of (inputs, targets), targets made by a linear model with that weight (out, in)."""
    made = []
    for _ in range(count):
        x = rng.normal((rows, weight.shape[1]))
        made.append((x, (x @ weight.T + rng.normal((rows, weight.shape[0]), scale=noise)).astype(np.float32)))
    return made


def line(rng, share):
    """Training data of a model from 0 to w, and validation data of one that lies at a share of the way there."""
    weight = rng.uniform((2, 3), 1.0, 2.0)
    return np.zeros((2, 3), np.float32), batches(rng, 2, 24, weight), batches(rng, 3, 24, np.float32(share) * weight)


@pytest.mark.points(3)
@pytest.mark.hint("The model comes back with the weights of its best epoch: copied then, for training goes on.")
@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_best_epoch_in_between(compare, rng, share):
    compare.probe("weights", *line(rng, share), 12, 0.04)


# Inputs are positive, and the weights pass one validation batch after the other: how late is best depends on which of
# too large and too small costs more.
@pytest.mark.points(2)
@pytest.mark.hint("The criterion gets the outputs first and the targets second, in validation as well.")
def test_order_of_arguments(compare, rng):
    weight, train, _ = line(rng, 1.0)
    val = []
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        x = rng.uniform((8, 3), 0.5, 1.5)
        val.append((x, np.full((8, 2), share * 4.5, np.float32)))
    compare.probe("weights", weight, train, val, 16, 0.03)


@pytest.mark.points(2)
@pytest.mark.hint("The best epoch may be the first one or the last one.")
@pytest.mark.parametrize("share", [-1.0, 2.0])
def test_best_epoch_at_an_end(compare, rng, share):
    compare.probe("weights", *line(rng, share), 5, 0.08)


@pytest.mark.points(2)
@pytest.mark.hint("Gradients are cleared before each batch, and each batch takes one step.")
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_one_epoch(compare, rng, momentum):
    weight = rng.normal((2, 4))
    compare.probe(
        "weights", rng.normal((2, 4)), batches(rng, 5, 3, weight), batches(rng, 2, 3, weight), 1, 0.05, momentum
    )


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("Without any epoch the model stays as it is.")
def test_no_epoch(compare, rng):
    compare.probe("weights", *line(rng, 0.5)[:2], batches(rng, 1, 2, np.ones((2, 3), np.float32)), 0, 0.1)
    compare.probe("weights", rng.normal((2, 3)), *line(rng, 0.5)[1:], 0, 0.1)


# Inputs of zeros have the same loss whatever the weights are, so all epochs are equally good.
@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("Of several epochs with the same validation loss the first one wins.")
def test_first_of_equal_epochs(compare, rng):
    weight, train, _ = line(rng, 0.5)
    val = [(np.zeros((4, 3), np.float32), np.ones((4, 2), np.float32))] * 2
    compare.probe("weights", weight, train, val, 4, 0.08)


# Early batches say that the first epochs are best, the last one says the contrary, and it is one of many.
@pytest.mark.points(2)
@pytest.mark.hint("The validation loss is the mean over all validation batches, not that of the last one.")
@pytest.mark.parametrize("reverse", [False, True])
def test_mean_over_validation_batches(compare, rng, reverse):
    weight, train, val = line(rng, 0.3)
    val += line(rng, 1.5)[2][:1]
    compare.probe("weights", weight, train, val[::-1] if reverse else val, 10, 0.08)


@pytest.mark.aspect("state")
@pytest.mark.points(3)
@pytest.mark.hint("Training mode with gradients for each training batch, evaluation mode without them for validation.")
@pytest.mark.parametrize(("train", "val", "epochs"), [(3, 2, 3), (1, 1, 2)])
def test_what_the_model_sees(compare, rng, train, val, epochs):
    weight = rng.normal((1, 3))
    groups = [batches(rng, count, 2, weight) for count in (train, val)]
    for number, (x, _) in enumerate(groups[0] + groups[1]):
        x[0, 0] = number / 64
    compare.probe("watched", weight, *groups, epochs)


@pytest.mark.aspect("state")
@pytest.mark.points(2)
@pytest.mark.hint("Buffers belong to the weights of an epoch, too, and evaluation leaves them alone.")
@pytest.mark.parametrize("epochs", [1, 6])
def test_buffers(compare, rng, epochs):
    first, last, weight = rng.normal((4, 3)), rng.normal((2, 4), scale=0.1), rng.normal((2, 3))
    train, val = batches(rng, 3, 8, weight, noise=0.3), batches(rng, 2, 8, -weight, noise=0.3)
    compare.probe("normalised", first, last, train, val, epochs, 0.1)


@pytest.mark.timed
def test_runtime(timed, rng):
    timed.probe("weights", lambda: (*line(rng, 0.5), 3, 0.05))
