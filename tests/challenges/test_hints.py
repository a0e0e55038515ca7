"""Mistakes that the shipped wrong programs make too, written here without a look at those: the hints name them."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from judge.model import Report, Submission

CHALLENGES = Path(__file__).resolve().parents[2] / "challenges"
LSTM = """
import torch
from torch import nn


class LSTM_Cell(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.i2h = nn.Linear(input_size, 4 * hidden_size)
        self.h2h = nn.Linear(hidden_size, 4 * hidden_size)

    def forward(self, input, state):
        h, c = state
        gates = self.i2h(input) + self.h2h(h)
        i, f, g, o = torch.split(gates, h.shape[1], dim=1)
        new = f.sigmoid() * c + i.sigmoid() * g.tanh()
        return o.sigmoid() * new.tanh(), new
"""
ATTENTION = """
import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        state = hidden[:, None].expand(-1, encoder_outputs.shape[1], -1)
        energy = self.attn(torch.cat((encoder_outputs, state), -1)).tanh()
        scores = self.v(energy)[..., 0]
        weights = scores.softmax(-1)
        return (weights[..., None] * encoder_outputs).sum(1, keepdim=True), weights
"""
DOT = """
import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q.matmul(k.mT) * q.size(-1) ** -0.5
    seen = torch.ones(scores.shape, dtype=torch.bool)
    if mask is not None:
        seen = seen & (mask != 0)
    if causal:
        seen = seen.tril()
    return scores.masked_fill(~seen, float("-inf")).softmax(-1).matmul(v)
"""
NORM = """
import torch
from torch import nn


class BatchNorm1d(nn.Module):
    def __init__(self, num_features, eps=1e-5, momentum=0.1):
        super().__init__()
        self.eps, self.momentum = eps, momentum
        self.gamma = nn.Parameter(torch.ones(num_features))
        self.beta = nn.Parameter(torch.zeros(num_features))
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))

    def forward(self, x):
        rows = x if x.ndim == 2 else x.permute(0, 2, 1).reshape(-1, x.shape[1])
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, var = rows.mean(0), rows.var(0, unbiased=False)
            with torch.no_grad():
                m = self.momentum
                self.running_mean.copy_((1 - m) * self.running_mean + m * mean)
                self.running_var.copy_((1 - m) * self.running_var + m * rows.var(0))
        y = (rows - mean) / (var + self.eps).sqrt() * self.gamma + self.beta
        return y if x.ndim == 2 else y.reshape(x.shape[0], -1, x.shape[1]).permute(0, 2, 1)
"""
ADAMW = """
import torch


class AdamW(torch.optim.Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad))

    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        with torch.no_grad():
            for group in self.param_groups:
                for p in filter(lambda p: p.grad is not None, group["params"]):
                    self.one(p, p.grad, group, self.state[p])
        return loss

    def one(self, p, g, group, s):
        if g.is_sparse:
            raise RuntimeError("sparse")
        b1, b2 = group["betas"]
        s["t"] = s.get("t", 0) + 1
        p -= group["lr"] * group["weight_decay"] * p
        s["m"] = b1 * s.get("m", 0) + (1 - b1) * g
        s["v"] = b2 * s.get("v", 0) + (1 - b2) * g * g
        v = s["v"]
        if group["amsgrad"]:
            v = s["top"] = torch.maximum(s.get("top", v), v)
        m, v = s["m"] / (1 - b1 ** s["t"]), v / (1 - b2 ** s["t"])
        p -= group["lr"] * m / (v.sqrt() + group["eps"])
"""
# challenge, a right program, what is replaced by what, and the shipped program with the same mistake
MISTAKES = [
    ("lstm-cell", LSTM, "i, f, g, o = torch", "f, i, g, o = torch", "forget_before_input"),
    ("lstm-cell", LSTM, "g.tanh()", "g.sigmoid()", "candidate_with_sigmoid"),
    ("lstm-cell", LSTM, "o.sigmoid() * new.tanh()", "o.sigmoid() * new", "cell_state_shown_raw"),
    ("lstm-cell", LSTM, "f.sigmoid() * c", "(f + 1).sigmoid() * c", "forget_gate_plus_one"),
    ("attention", ATTENTION, "(encoder_outputs, state)", "(state, encoder_outputs)", "decoder_state_first"),
    ("attention", ATTENTION, ", -1)).tanh()", ", -1))", "no_tanh"),
    ("attention", ATTENTION, "scores.softmax(-1)", "(scores / hidden.shape[1] ** 0.5).softmax(-1)", "scaled_scores"),
    ("scaled-dot-product-attention", DOT, "q.size(-1)", "v.size(-1)", "scaled_by_value_width"),
    ("scaled-dot-product-attention", DOT, ".softmax(-1)", ".softmax(-2)", "softmax_over_queries"),
    ("batch-norm", NORM, "m = self.momentum", "m = 1 - self.momentum", "momentum_swapped"),
    ("batch-norm", NORM, "(var + self.eps).sqrt()", "(var.sqrt() + self.eps)", "eps_outside_the_root"),
    ("batch-norm", NORM, "m * rows.var(0))", "m * var)", "running_var_biased"),
    ("adamw", ADAMW, '(v.sqrt() + group["eps"])', '(v + group["eps"]).sqrt()', "eps_under_the_root"),
    ("adamw", ADAMW, 'v / (1 - b2 ** s["t"])', "v", "second_moment_not_corrected"),
]
# ... and those that mistakes.toml names, with a word of what is said
NAMED = [
    ("lstm-cell", LSTM, "f.sigmoid() * c", "c", "forget gate is not applied"),
    ("lstm-cell", LSTM, "o.sigmoid() *", "o.tanh() *", "output gate goes through a tanh"),
    (
        "lstm-cell",
        LSTM,
        "torch.split(gates, h.shape[1], dim=1)",
        "gates.view(len(h), -1, 4).mT.unbind(1)",
        "interleaved",
    ),
    ("attention", ATTENTION, "scores.softmax(-1)", "scores", "without a softmax"),
    ("attention", ATTENTION, ", -1)).tanh()", ", -1)).clamp(min=0)", "A ReLU stands"),
    ("scaled-dot-product-attention", DOT, " * q.size(-1) ** -0.5", "", "not divided by the square root of d"),
    ("scaled-dot-product-attention", DOT, "** -0.5", "** -1.0", "divided by d, not by its square root"),
    ("scaled-dot-product-attention", DOT, "(mask != 0)", "(mask == 0)", "the wrong way round"),
    ("batch-norm", NORM, " * self.gamma + self.beta", " * self.gamma", "beta is not added"),
    ("batch-norm", NORM, "(var + self.eps).sqrt()", "(var + self.eps)", "divided by its variance"),
    ("adamw", ADAMW, 's["m"] / (1 - b1 ** s["t"])', 's["m"]', "not the first"),
    ("adamw", ADAMW, 'b1, b2 = group["betas"]', 'b2, b1 = group["betas"]', "in the wrong order"),
]


def mistake(challenge: str, name: str) -> str:
    [path] = (CHALLENGES / challenge / "submissions").glob(f"wrong_*/{name}.py")
    return next(line for line in path.read_text().splitlines() if line.startswith('"""')).strip('".')


def submission(source: str) -> Submission:
    content = textwrap.dedent(source).encode()
    return Submission(name="program.py", source=content, sha256=hashlib.sha256(content).hexdigest())


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """However loaded the machine is."""
    monkeypatch.setattr("judge.likeness.SECONDS", 60.0)


@pytest.mark.parametrize(
    ("challenge", "source", "right", "wrong", "known"),
    [pytest.param(*one, id=one[4], marks=pytest.mark.xdist_group(one[0])) for one in MISTAKES],
)
def test_a_known_mistake_is_named(
    judge: Callable[..., Report], challenge: str, source: str, right: str, wrong: str, known: str
) -> None:
    assert source.count(right) >= 1
    report = judge(challenge, submission(source.replace(right, wrong)), diagnose=True)
    looks = [hint for hint in report.hints if hint.startswith("looks like: ")]
    assert f"looks like: {mistake(challenge, known)}" in looks, report.hints
    assert report.hints[0] == looks[0]


@pytest.mark.parametrize(
    ("challenge", "source", "right", "wrong", "said"),
    [pytest.param(*one, id=f"{one[0]}: {one[4]}", marks=pytest.mark.xdist_group(one[0])) for one in NAMED],
)
def test_a_named_mutant_is_recognised(
    judge: Callable[..., Report], challenge: str, source: str, right: str, wrong: str, said: str
) -> None:
    assert source.count(right) >= 1
    report = judge(challenge, submission(source.replace(right, wrong)), diagnose=True)
    assert report.hints[0].startswith("looks like: "), report.hints
    assert said in report.hints[0]


@pytest.mark.parametrize(
    ("challenge", "source"), sorted({(one[0], one[1]) for one in MISTAKES}), ids=lambda text: text[:9]
)
def test_right_programs_get_no_hint(judge: Callable[..., Report], challenge: str, source: str) -> None:
    report = judge(challenge, submission(source), diagnose=True)
    assert (report.verdict, report.hints) == ("accepted", ())
