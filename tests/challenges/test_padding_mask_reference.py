"""The padding-mask reference against nested lists."""

import importlib.util
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]


def pad_and_mask(*args, **kwargs):
    spec = importlib.util.spec_from_file_location("padding_mask_reference", ROOT / "reference" / "padding-mask.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pad_and_mask(*args, **kwargs)


@pytest.mark.parametrize("lengths", [(3, 1, 2), (0, 4, 0), (5,), (0, 0)])
@pytest.mark.parametrize("dtype", [torch.int64, torch.int32, torch.uint8, torch.bool, torch.float64, torch.float32])
def test_padding_is_that_of_lists(lengths, dtype):
    lists = [[(3 * i + j) % 2 for j in range(length)] for i, length in enumerate(lengths)]
    padded, mask = pad_and_mask([torch.tensor(one, dtype=dtype) for one in lists], padding_value=1)
    longest = max(lengths)
    assert padded.tolist() == [one + [1] * (longest - len(one)) for one in lists]
    assert mask.tolist() == [[j < length for j in range(longest)] for length in lengths]
    assert (padded.dtype, mask.dtype) == (dtype, torch.bool)
    assert padded.shape == mask.shape == (len(lengths), longest)


def test_example_of_the_statement():
    padded, mask = pad_and_mask([torch.tensor([5, 0, 7]), torch.tensor([], dtype=torch.int64), torch.tensor([9])], -1)
    assert padded.tolist() == [[5, 0, 7], [-1, -1, -1], [9, -1, -1]]
    assert mask.tolist() == [[True] * 3, [False] * 3, [True, False, False]]
