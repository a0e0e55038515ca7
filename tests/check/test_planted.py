"""Weak challenges, each with one mistake of its author's: each is refused with the finding that names it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from judge.findings import Checked

Check = Callable[..., Checked]
HEAD = "import numpy as np\nimport pytest\n\n\n"
TIMED = """

@pytest.mark.timed
def test_runtime(timed, rng):
    timed("weigh", lambda: (rng.normal((64, 64)), rng.normal((64, 64))))
"""
EXPECTED = """\
def expected(x, w):
    scores = x.astype(np.float64) @ w / np.sqrt(x.shape[1])
    weights = np.exp(scores - scores.max(1, keepdims=True))
    return weights / weights.sum(1, keepdims=True)


"""


def found(checked: Checked) -> set[tuple[str, str]]:
    return {(one.kind, one.subject) for one in checked.findings}


def messages(checked: Checked, kind: str) -> str:
    return "\n".join(one.message for one in checked.findings if one.kind == kind)


@pytest.mark.slow
def test_the_challenge_as_it_should_be_has_no_findings(checked: Check) -> None:
    whole = checked()
    assert [one for one in whole.findings if one.kind != "mutant"] == []
    assert [one.diff for one in whole.findings] == []
    assert whole.kills is not None
    assert whole.kills.rate() == 1
    assert whole.kills.mutants > 50
    assert 0 < (whole.float32_error or 0) < 1e-5
    output = next(gap for gap in whole.gaps if gap.tensor == "output")
    assert output.right < 0.8 < 4 < (output.wrong or 0)


@pytest.mark.slow
def test_a_tolerance_of_a_hundredth(pack: Any, checked: Check) -> None:
    test = """def test_outputs(candidate, rng):
    x, w = rng.normal((5, 3)), rng.normal((3, 7))
    assert np.abs(candidate("weigh", x, w) - expected(x, w)).max() < 1e-2
"""
    pack.write({"hidden/test_weigh.py": HEAD + EXPECTED + test + TIMED})
    told = messages(checked("trivial"), "trivial")
    assert "calculates in float16 is accepted" in told
    assert "calculates in bfloat16 is accepted" in told


@pytest.mark.slow
def test_a_challenge_that_zeros_pass(pack: Any, checked: Check) -> None:
    test = """def test_outputs(candidate, rng):
    x, w = rng.normal((5, 3)), rng.normal((3, 700), scale=0.1)
    assert np.abs(candidate("weigh", x, w) - expected(x, w)).max() < 1e-1
"""
    pack.write({"hidden/test_weigh.py": HEAD + EXPECTED + test + TIMED})
    assert "returns zeros is accepted" in messages(checked("trivial"), "trivial")


@pytest.mark.slow
def test_one_test_that_zeros_pass(pack: Any, checked: Check) -> None:
    test = """

def test_far_apart(compare, rng):
    w = np.concatenate([rng.normal((3, 1)) * 0, np.full((3, 1), 3e4, np.float32)], axis=1)
    compare("weigh", rng.uniform((4, 3), low=-2, high=-1), w[:, ::-1].copy(), gradients=True)
"""
    pack.edit("hidden/test_weigh.py", "\n\n@pytest.mark.timed", test + "\n\n@pytest.mark.timed")
    pack.edit("hidden/test_weigh.py", 'compare("weigh", rng.uniform', 'compare("weigh", 0 * rng.uniform')
    pack.edit("hidden/test_weigh.py", "w[:, ::-1].copy(), gradients=True", "w, values=True")
    pack.edit("reference", "dim=1)", "dim=1) * (x != 0).any()")
    for name in ("by_hand", "logs"):
        path = pack.folder / f"submissions/accepted/{name}.py"
        path.write_text(path.read_text().replace("    return ", "    return (x != 0).any() * ", 1))
    assert ("trivial", "test_far_apart") in found(checked("trivial"))


@pytest.mark.slow
def test_gradients_that_are_not_compared(pack: Any, checked: Check) -> None:
    pack.edit("hidden/test_weigh.py", ", gradients=True", "")
    (pack.folder / "submissions/wrong_gradient/detached.py").unlink()
    assert "gradients are all zero is accepted" in messages(checked("reference"), "gradient")


@pytest.mark.slow
def test_square_shapes_only(pack: Any, checked: Check) -> None:
    text = (pack.folder / "hidden/test_weigh.py").read_text()
    text = text.replace("[(5, 3, 7), (1, 8, 2), (4, 1, 3), (6, 5, 5)]", "[(5, 5, 5), (2, 2, 2)]")
    text = text.replace("[(5, 3, 7), (2, 6, 4)]", "[(5, 5, 5)]").replace("(5, 3), scale", "(3, 3), scale")
    pack.write({"hidden/test_weigh.py": text.replace("rng.normal((3, 7))", "rng.normal((3, 3))")})
    whole = checked("programs", "mutants")
    assert ("verdict", "submissions/wrong_answer/scale_of_rows.py") in found(whole)
    assert any("x.shape[0]" in one.diff for one in whole.findings if one.kind == "mutant")


@pytest.mark.slow
def test_a_test_that_nothing_fails(pack: Any, checked: Check) -> None:
    test = """

def test_vacuous(candidate, rng):
    x, w = rng.normal((5, 3)), rng.normal((3, 7))
    assert not np.isinf(candidate("weigh", 0 * x, 0 * w, values=False)).all()
"""
    pack.edit("hidden/test_weigh.py", "\n\n@pytest.mark.timed", test + "\n\n@pytest.mark.timed")
    # Wherever outputs are wrong this one is skipped, and yet it is not idle.
    pack.edit("hidden/test_weigh.py", "def test_large", '@pytest.mark.depends("test_outputs")\ndef test_large')
    whole = checked("programs", "mutants")
    assert {subject for kind, subject in found(whole) if kind == "idle"} == {"test_vacuous"}
    assert "no wrong program and no mutant fails" in messages(whole, "idle")


@pytest.mark.slow
def test_a_reference_with_a_bug(pack: Any, checked: Check) -> None:
    pack.edit("reference", "math.sqrt(x.shape[1])", "math.sqrt(x.shape[1] + 1e-3)")
    told = messages(checked("reference"), "reference")
    assert "one of both is wrong" in told


@pytest.mark.slow
def test_a_reference_that_everyone_contradicts(pack: Any, checked: Check) -> None:
    pack.edit("reference", "dim=1)", "dim=1)[:, :-1]")
    whole = checked("reference", "programs")
    assert {one.kind for one in whole.findings} & {"reference", "broken"}


@pytest.mark.slow
def test_a_gradient_of_the_reference_that_is_none(pack: Any, checked: Check) -> None:
    pack.edit("reference", "x @ w", "x @ w.detach()")
    assert "not the slope of the outputs" in messages(checked("reference"), "gradient")


@pytest.mark.slow
def test_a_reference_that_is_not_deterministic(pack: Any, checked: Check) -> None:
    pack.edit("reference", "def weigh(x, w):", "calls = []\n\n\ndef weigh(x, w):\n    calls.append(1)")
    pack.edit("reference", "dim=1)", "dim=1) * (1 + 1e-6 * (len(calls) % 2))")
    assert "two equal calls" in messages(checked("reference"), "reference")


@pytest.mark.slow
def test_gradients_of_second_order_pass_the_examination(pack: Any, checked: Check) -> None:
    pack.edit("hidden/test_weigh.py", "gradients=True", "gradients=2")
    assert checked("reference", "trivial").findings == ()


@pytest.mark.slow
def test_a_flaky_statistic(pack: Any, checked: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = (f"{number:032x}" for number in itertools.count())
    monkeypatch.setattr("judge.check.bench.fresh_seed", lambda: next(seeds))
    test = """

def test_mean(candidate, rng):
    assert rng.integers((), 0, 3) == 0
"""
    pack.edit("hidden/test_weigh.py", "\n\n@pytest.mark.timed", test + "\n\n@pytest.mark.timed")
    assert ("flaky", "submissions/accepted/by_hand.py") in found(checked("programs"))


@pytest.mark.slow
def test_a_reference_that_returns_an_object(pack: Any, checked: Check) -> None:
    pack.edit("reference", "return ", "return lambda: ")
    assert "the reference returned an object" in messages(checked("reference"), "broken")


@pytest.mark.parametrize(
    ("depends", "told"),
    [
        ("test_nothing", "test_outputs depends on test_nothing"),
        ("test_large", "test_large > test_outputs > test_large"),
    ],
)
def test_dependencies_that_cannot_be_kept(pack: Any, checked: Check, depends: str, told: str) -> None:
    pack.edit("hidden/test_weigh.py", "def test_outputs", f'@pytest.mark.depends("{depends}")\ndef test_outputs')
    pack.edit("hidden/test_weigh.py", "def test_large", '@pytest.mark.depends("test_outputs")\ndef test_large')
    assert told in messages(checked("reference"), "broken")
