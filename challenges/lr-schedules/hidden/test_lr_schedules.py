"""Each schedule at all of its steps, and at single ones."""

import pytest


def drawn(rng, low, high):
    """One float in [low, high)."""
    return float(rng.uniform((), low, high))


@pytest.mark.points(2)
@pytest.mark.hint("The cosine falls from base_lr to eta_min: its amplitude is half of their difference.")
@pytest.mark.parametrize(("length", "share"), [(10, 0.0), (7, 0.1), (1, 0.2), (33, 0.5)])
def test_cosine(compare, rng, length, share):
    base_lr = drawn(rng, 0.01, 2.0)
    compare.probe("values", "cosine", list(range(length + 1)), base_lr, length, share * base_lr)


@pytest.mark.points(2)
@pytest.mark.hint("The rate stays for step_size steps, and is then multiplied by gamma.")
@pytest.mark.parametrize("step_size", [1, 3, 10])
def test_step_decay(compare, rng, step_size):
    compare.probe("values", "step_decay", list(range(26)), drawn(rng, 0.01, 2.0), step_size, drawn(rng, 0.3, 0.9))


@pytest.mark.points(2)
@pytest.mark.hint("gamma is multiplied once for every step.")
@pytest.mark.parametrize("gamma", [0.5, 0.97, 1.0])
def test_exponential(compare, rng, gamma):
    compare.probe("values", "exponential", list(range(12)), drawn(rng, 0.01, 2.0), gamma)


@pytest.mark.points(3)
@pytest.mark.hint("Step 0 of a warm-up has a rate of 0, and step `warmup` is the first of the cosine, with base_lr.")
@pytest.mark.parametrize(("warmup", "total"), [(4, 10), (1, 8), (9, 10), (5, 37)])
def test_warmup(compare, rng, warmup, total):
    compare.probe("values", "linear_warmup_cosine", list(range(total)), drawn(rng, 0.01, 2.0), warmup, total)


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("From `total` on the rate is 0: the cosine does not rise again.")
@pytest.mark.parametrize(("warmup", "total"), [(3, 8), (0, 5)])
def test_after_the_end(compare, rng, warmup, total):
    compare.probe("values", "linear_warmup_cosine", list(range(3 * total)), drawn(rng, 0.01, 2.0), warmup, total)


@pytest.mark.aspect("edge cases")
@pytest.mark.points(2)
@pytest.mark.hint("warmup may be 0, and may be as long as the whole run.")
@pytest.mark.parametrize(("warmup", "total"), [(0, 6), (6, 6)])
def test_warmup_at_its_bounds(compare, rng, warmup, total):
    compare.probe("values", "linear_warmup_cosine", list(range(total + 3)), drawn(rng, 0.01, 2.0), warmup, total)


@pytest.mark.aspect("numerical stability")
@pytest.mark.hint("Rates may be tiny and runs long.")
@pytest.mark.parametrize("base_lr", [1e-6, 1e3])
def test_scales(compare, base_lr):
    compare.probe("values", "cosine", [0, 1, 5000, 77_777, 99_999], base_lr, 100_000, 0.0)
    compare.probe("values", "linear_warmup_cosine", [1, 4000, 77_777, 99_999], base_lr, 4000, 100_000)
    compare.probe("values", "exponential", [0, 1, 1000], base_lr, 0.999)
    compare.probe("values", "step_decay", [0, 999, 1000, 2999], base_lr, 1000, 0.1)


@pytest.mark.hint("Each call stands for itself and returns one number.")
def test_single_calls(compare, rng):
    base_lr = drawn(rng, 0.01, 2.0)
    compare("cosine", 3, base_lr, T_max=10, eta_min=0.001)
    compare("step_decay", 5, base_lr, step_size=2, gamma=0.5)
    compare("exponential", 2, base_lr, gamma=0.9)
    compare("linear_warmup_cosine", 3, base_lr, warmup=5, total=9)


@pytest.mark.timed
def test_runtime(timed, rng):
    timed.probe("values", lambda: ("linear_warmup_cosine", list(range(1000)), drawn(rng, 0.01, 2.0), 100, 1000))
