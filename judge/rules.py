"""Which operators of torch stand behind the names that a challenge forbids."""

from __future__ import annotations

from collections.abc import Iterable

# Modules whose functions bear the name of their operator, and what comes before it there.
_MODULES = {
    "torch": "",
    "torch.Tensor": "",
    "torch._VF": "",
    "torch._C._VariableFunctions": "",
    "torch._C._nn": "",
    "torch.nn.functional": "",
    "torch.ops.aten": "",
    "torch.fft": "fft_",
    "torch.linalg": "linalg_",
    "torch.special": "special_",
}


def operators(forbidden: Iterable[str]) -> dict[str, str]:
    """Forbidden name -> the operator that it would be, such as "aten::softmax"; there may be none of that name."""
    split = ((name, *name.rpartition(".")) for name in forbidden)
    return {name: f"aten::{_MODULES[owner]}{leaf}" for name, owner, _, leaf in split if owner in _MODULES}
