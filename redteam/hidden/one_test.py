"""One hidden test of outputs and gradients: what the good submission meets after each attack."""


def test_everything(compare, rng):
    compare.new("Attention", 4)(rng.normal((2, 3, 4)), rng.normal((2, 4)), gradients=True)
