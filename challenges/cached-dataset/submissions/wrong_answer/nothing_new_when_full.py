"""A full cache keeps what it has, and new items are never kept."""

from torch.utils.data import Dataset


class CachedDataset(Dataset):
    def __init__(self, data_path, transform=None, cache_size=1000):
        self.data_path = data_path
        self.transform = transform
        self.cache_size = cache_size
        self.cache = {}

    def load_data(self, idx):
        raise NotImplementedError

    def __getitem__(self, idx):
        if idx in self.cache:
            item = self.cache[idx]
        else:
            item = self.load_data(idx)
            if self.cache_size > 0:
                if len(self.cache) < self.cache_size:
                    self.cache[idx] = item
        return item if self.transform is None else self.transform(item)
