"""A block: outputs and gradients without dropout, over shapes, masks and scales."""

import numpy as np
import pytest

# B, L, d_model, heads, d_ff
SHAPES = [(2, 5, 8, 2, 12), (3, 4, 6, 3, 5)]
EDGES = [(1, 3, 4, 1, 3), (2, 1, 4, 2, 6), (4, 4, 4, 4, 4), (1, 1, 2, 1, 1)]


def masks(rng, shape):
    """A bool mask of that shape in which every position sees the first one, and others by a coin."""
    seen = rng.bernoulli(shape, 0.5)
    seen[..., 0] = True
    return seen


def block(compare, *sizes, **options):
    layer = compare.new("TransformerBlock", *sizes, **options)
    layer.eval()
    return layer


@pytest.mark.points(2)
@pytest.mark.hint("Go through the example of the statement by hand: each sum is normalised after it was made.")
@pytest.mark.parametrize("shape", SHAPES)
def test_outputs(compare, rng, shape):
    block(compare, *shape[2:])(rng.normal(shape[:3]))


@pytest.mark.aspect("gradients")
@pytest.mark.points(2)
@pytest.mark.hint("Gradients flow through both sums, the norms and the attention, to every parameter.")
@pytest.mark.parametrize("shape", SHAPES)
def test_gradients(compare, rng, shape):
    block(compare, *shape[2:])(rng.normal(shape[:3]), gradients=True)


@pytest.mark.aspect("edge cases")
@pytest.mark.hint("Sizes of 1, and sizes that happen to be equal, need no special case.")
@pytest.mark.parametrize("shape", EDGES)
def test_small_and_equal_sizes(compare, rng, shape):
    block(compare, *shape[2:])(rng.normal(shape[:3]))


@pytest.mark.aspect("gradients")
@pytest.mark.hint("A mask broadcasts to (B, H, L, L); where it is 0 or False the weight is exactly 0.")
@pytest.mark.parametrize(("shape", "kind"), [((2, 1, 1, 5), "bool"), ((5, 5), "int64"), ((2, 4, 5, 5), "bool")])
def test_masks(compare, rng, shape, kind):
    layer = block(compare, 8, 4, 6)
    layer(rng.normal((2, 5, 8)), mask=masks(rng, shape).astype(kind), gradients=True)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Where a row is nearly constant its variance is small, and eps counts.")
def test_small_variance(compare, rng):
    shapes = {"attention.W_o.bias": 4, "feed_forward.2.bias": 4, "norm1.bias": 4}
    shapes |= {"attention.W_o.weight": (4, 4), "feed_forward.2.weight": (4, 6)}
    state = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    layer = block(compare, 4, 2, 6, state=state | {"norm1.weight": rng.uniform((4,), 0.002, 0.004)})
    layer(rng.normal((2, 3, 4), scale=3e-3), gradients=True)


# Outputs only: where one weight is all but 1 the true gradient all but vanishes, and honest float32 code disagrees.
@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Scores may be in the thousands, and yet the softmax is well defined.")
def test_large_inputs(compare, rng):
    block(compare, 8, 2, 6)(rng.normal((2, 5, 8), scale=60))


@pytest.mark.aspect("state")
@pytest.mark.hint("Evaluation leaves nothing to chance; a result depends on the parameters and the arguments only.")
def test_objects_and_calls(compare, rng):
    first, second = block(compare, 6, 2, 5, dropout=0.5), block(compare, 6, 2, 5)
    x = rng.normal((2, 4, 6))
    first(x)
    second(x)
    first(x, mask=masks(rng, (4, 4)))
    first(x, guards=("fresh", "repeatable"))


@pytest.mark.aspect("gradients")
@pytest.mark.hint("With dropout 0 training is like evaluation.")
def test_training_without_dropout(compare, rng):
    layer = compare.new("TransformerBlock", 6, 2, 5, dropout=0.0)
    layer.train()
    layer(rng.normal((2, 4, 6)), gradients=True)


@pytest.mark.timed
@pytest.mark.hint("Treat all positions and heads together.")
def test_runtime(timed, rng):
    layer = timed.new("TransformerBlock", 128, 8, 512)
    layer.eval()
    timed(layer, lambda: (rng.normal((8, 64, 128)),))
