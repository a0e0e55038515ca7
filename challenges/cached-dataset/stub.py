# challenge: cached-dataset
"""Your solution. Read the task with `judge show cached-dataset`."""

from torch.utils.data import Dataset


class CachedDataset(Dataset):
    """Keeps up to cache_size loaded items, and drops the one that went in first."""

    def __init__(self, data_path, transform=None, cache_size=1000):
        """data_path: where the data are; transform: None or a function of an item; cache_size: 0 or more."""
        raise NotImplementedError

    def load_data(self, idx):
        """Read item idx; subclasses override it."""
        raise NotImplementedError

    def __getitem__(self, idx):
        """Return item idx, from the cache where it is there, and transformed where there is a transform."""
        raise NotImplementedError
