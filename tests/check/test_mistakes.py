"""`mistakes.toml`: what is wrong with the file, and with the mutants that it names."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from judge.check.mistakes import mistakes
from judge.errors import JudgeError
from judge.known import FILE, known, mutants
from judge.model import Verdict

LINE = "return torch.softmax(x @ w / math.sqrt(x.shape[1]), dim=1)"
GOOD = f"""
[[mistake]]
line = "{LINE}"
becomes = "return torch.softmax(x @ w, dim=1)"
says = "The scores are not divided by the square root of d."
"""


def judging(*verdicts: Verdict) -> Any:
    """A bench that gives these verdicts, one after the other."""
    left = iter(verdicts)
    return SimpleNamespace(judge=lambda name, source: SimpleNamespace(verdict=next(left)))


def test_a_mutant_is_the_reference_with_one_other_line(pack: Any) -> None:
    pack.write({FILE: GOOD})
    [one] = mutants(pack.challenge())
    reference = pack.reference.read_text()
    assert one.source.decode() == reference.replace(LINE, "return torch.softmax(x @ w, dim=1)") != reference
    assert one.says == "The scores are not divided by the square root of d."


def test_wrong_programs_come_first_and_those_of_the_verdict_before_all(pack: Any) -> None:
    pack.write({FILE: GOOD})
    challenge = pack.challenge()
    pack.edit("submissions/wrong_gradient/detached.py", "another", "It is detached")
    for verdict, place in ((Verdict.WRONG_GRADIENT, 0), (Verdict.WRONG_ANSWER, -2)):
        said = [one.says for one in known(challenge, verdict)]
        assert said[place] == "It is detached."
        assert said[-1].startswith("The scores are not")
        assert len(said) == 7


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[mistake]", "is no valid TOML"),
        (GOOD.replace("softmax(x", "softmin(x", 1), "0 times; it must be once"),
        (GOOD.replace(LINE, "import torch").replace("says", "said"), "mistake.0"),
        (GOOD.replace("The scores", r"Line one\nThe scores"), "says"),
        (GOOD.replace("mistake", "mistakes"), "mistakes"),
    ],
)
def test_what_is_wrong_with_the_file_is_a_finding(pack: Any, text: str, told: str) -> None:
    pack.write({FILE: text})
    with pytest.raises(JudgeError, match=r"mistakes\.toml"):
        list(mutants(pack.challenge()))
    [finding] = mistakes(pack.challenge(), judging())
    assert (finding.kind, finding.subject) == ("schema", FILE)
    assert told in finding.message


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.RUNTIME_ERROR, Verdict.COMPILE_ERROR])
def test_a_mutant_must_be_wrong(pack: Any, verdict: Verdict) -> None:
    pack.write({FILE: GOOD + GOOD})
    [finding] = mistakes(pack.challenge(), judging(Verdict.WRONG_ANSWER, verdict))
    assert finding.kind == "verdict"
    assert finding.message.startswith(f"gets {verdict}; ")


def test_a_challenge_needs_no_such_file(pack: Any) -> None:
    assert list(mistakes(pack.challenge(), judging())) == []
