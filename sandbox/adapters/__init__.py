"""One adapter a framework, all with the same functions; the literal dict below is the whole mechanism."""

from __future__ import annotations

import importlib
from types import ModuleType

MODULES = {"torch": "sandbox.adapters.torch_adapter", "numpy": "sandbox.adapters.numpy_adapter"}


def adapter(framework: str) -> ModuleType:
    """The adapter of `framework`, imported when first asked for, so that a numpy task does not pay for torch."""
    return importlib.import_module(MODULES[framework])
