"""The training loop of the reference: the example of the statement, and a run that is repeated by hand."""

import importlib.util
from pathlib import Path

import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("training_loop", ROOT / "reference" / "training-loop.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


def one_weight():
    model = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(model.weight)
    return model, torch.optim.SGD(model.parameters(), lr=0.25)


def pair(target):
    return [(torch.ones(1, 1), torch.full((1, 1), target))]


def test_example_of_the_statement():
    for epochs, due in ((0, 0.0), (1, 1.0), (3, 1.0)):
        model, optimizer = one_weight()
        returned = REFERENCE.train_model(model, pair(2.0), pair(1.25), epochs, optimizer, nn.MSELoss())
        assert returned is model
        assert model.weight.item() == due


def test_best_epoch_is_that_of_a_run_with_all_weights_kept():
    torch.manual_seed(0)
    train = [(torch.randn(8, 3), torch.randn(8, 2)) for _ in range(3)]
    val = [(torch.randn(8, 3), torch.randn(8, 2)) for _ in range(2)]
    start = nn.Linear(3, 2).state_dict()
    kept = []
    for epochs in range(1, 7):  # epochs 1, 1 to 2, ...: the last weights of each
        model = nn.Linear(3, 2)
        model.load_state_dict(start)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
        for x, y in train * epochs:
            optimizer.zero_grad()
            nn.functional.mse_loss(model(x), y).backward()
            optimizer.step()
        loss = sum(nn.functional.mse_loss(model(x), y).item() for x, y in val)
        kept.append((loss, model.weight.detach()))
    model = nn.Linear(3, 2)
    model.load_state_dict(start)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    REFERENCE.train_model(model, train, val, 6, optimizer, nn.MSELoss())
    torch.testing.assert_close(model.weight.detach(), min(kept, key=lambda one: one[0])[1])
