"""A dataset with a first-in-first-out cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch.utils.data import Dataset


class CachedDataset(Dataset[Any]):
    """Keeps up to cache_size loaded items, untransformed, and drops the one that went in first."""

    def __init__(self, data_path: str, transform: Callable[[Any], Any] | None = None, cache_size: int = 1000) -> None:
        self.data_path = data_path
        self.transform = transform
        self.cache_size = cache_size
        self._cache: dict[int, Any] = {}  # a dict keeps the order in which its keys went in

    def load_data(self, idx: int) -> Any:
        """Read item idx; subclasses override it."""
        raise NotImplementedError("override load_data(idx) in a subclass")

    def __getitem__(self, idx: int) -> Any:
        """Item idx, from the cache where it is there, and transformed where there is a transform."""
        if idx not in self._cache:
            item = self.load_data(idx)
            if self.cache_size == 0:
                return self._transformed(item)
            if len(self._cache) == self.cache_size:
                del self._cache[next(iter(self._cache))]
            self._cache[idx] = item
        return self._transformed(self._cache[idx])

    def _transformed(self, item: Any) -> Any:
        return item if self.transform is None else self.transform(item)
