"""A queue says which key is oldest; a dict of its own holds the items."""

from collections import deque

from torch.utils.data import Dataset


class CachedDataset(Dataset):
    def __init__(self, data_path, transform=None, cache_size=1000):
        self.data_path, self.transform, self.cache_size = data_path, transform, cache_size
        self.keys, self.items = deque(), {}

    def load_data(self, idx):
        raise NotImplementedError

    def __getitem__(self, idx):
        try:
            item = self.items[idx]
        except KeyError:
            item = self.items[idx] = self.load_data(idx)
            self.keys.append(idx)
            while len(self.keys) > self.cache_size:
                self.items.pop(self.keys.popleft())
        return self.transform(item) if self.transform else item
