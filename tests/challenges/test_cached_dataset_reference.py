"""The cache of the reference against a simulation with a queue."""

import importlib.util
from collections import deque
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("cached_dataset", ROOT / "reference" / "cached-dataset.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)


class Counting(REFERENCE.CachedDataset):
    def __init__(self, **options):
        super().__init__("/no/such/folder", **options)
        self.loads = []

    def load_data(self, idx):
        self.loads.append(idx)
        return torch.tensor(idx)


@pytest.mark.parametrize("size", [0, 1, 3, 10])
def test_loads_are_those_of_a_queue(size):
    accesses = torch.randint(6, (200,), generator=torch.Generator().manual_seed(size)).tolist()
    dataset, queue, due = Counting(cache_size=size), deque(maxlen=size), []
    for idx in accesses:
        if idx not in queue:
            due.append(idx)
            queue.append(idx)
        assert dataset[idx] == idx
    assert dataset.loads == due


def test_the_transform_sees_every_access():
    dataset = Counting(transform=lambda item: item + 1, cache_size=2)
    assert [int(dataset[idx]) for idx in (4, 4, 5)] == [5, 5, 6]
    assert dataset.loads == [4, 5]


def test_example_of_the_statement():
    dataset = Counting(cache_size=2)
    for idx in (0, 1, 0, 2, 0):
        dataset[idx]
    assert dataset.loads == [0, 1, 2, 0]


def test_load_data_is_to_be_overridden():
    with pytest.raises(NotImplementedError, match="override"):
        REFERENCE.CachedDataset("path")[0]
