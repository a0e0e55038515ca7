"""A subclass that notes what it loads, and sequences of accesses to it."""

import torch

PATH = "/no/such/folder"  # nothing may be read there


def _counting(submission, load, **options):
    """An object whose load_data notes its index and then does what `load` says, and the notes."""
    notes = []

    class Counting(submission.CachedDataset):
        def load_data(self, idx):
            notes.append(idx)
            return load(idx)

    return Counting(PATH, **options), notes


def _number(item):
    """An item as a float; -1 for what is no number, such as one that another test has left behind."""
    return float(item) if isinstance(item, int | float) else -1.0


def accesses(submission, order, cache_size):
    """The items that the accesses give, the indices that were loaded, and whether it is a torch dataset."""
    dataset, loads = _counting(submission, lambda idx: idx / 7 + 0.1, cache_size=cache_size)
    items = torch.tensor([_number(dataset[idx]) for idx in order])
    return items, loads, isinstance(dataset, torch.utils.data.Dataset), dataset.data_path == PATH


def items(submission, order, cache_size):
    """The items alone."""
    return accesses(submission, order, cache_size)[0]


def by_default(submission, count):
    """How many loads `count` accesses make, gone through twice, with the default size of the cache."""
    dataset, loads = _counting(submission, lambda idx: idx)
    return [_number(dataset[idx]) for idx in (*range(count), *range(count))][-1], len(loads)


def transformed(submission, order, cache_size):
    """Items under a transform that gives another result each time, the loads, and the calls of the transform."""
    calls = []

    def transform(item):
        calls.append(_number(item))
        return calls[-1] * 100 + len(calls) / 7

    dataset, loads = _counting(submission, lambda idx: idx + 0.5, transform=transform, cache_size=cache_size)
    return torch.tensor([_number(dataset[idx]) for idx in order]), loads, torch.tensor(calls)


def empty_items(submission, order):
    """The loads of items that are None, 0, False or an empty string; what the accesses give."""
    kinds = [None, 0, False, ""]
    dataset, loads = _counting(submission, lambda idx: kinds[idx % 4], cache_size=8)
    return [str(dataset[idx]) for idx in order], loads


def two_datasets(submission, order):
    """The loads of two objects, one with twice the items of the other; accesses in turn."""
    one, first = _counting(submission, lambda idx: idx, cache_size=3)
    two, second = _counting(submission, lambda idx: -idx, cache_size=3)
    return torch.tensor([_number(dataset[idx]) for idx in order for dataset in (one, two)]), first, second


def with_failures(submission, order, cache_size):
    """Items where each index that is a multiple of 5 fails at its first load; -2 for a failure."""
    failed = set()

    def load(idx):
        if idx % 5 == 0 and idx not in failed:
            failed.add(idx)
            raise OSError("the disk is busy")
        return idx

    dataset, loads = _counting(submission, load, cache_size=cache_size)
    found = []
    for idx in order:
        try:
            found.append(_number(dataset[idx]))
        except OSError:
            found.append(-2.0)
    return torch.tensor(found), loads
