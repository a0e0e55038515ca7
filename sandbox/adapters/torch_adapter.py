"""torch programs: tensors, modules, gradients by autograd."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, TypeGuard

import numpy as np
import numpy.random  # imported before the fork: it is lazy, and every call seeds it
import torch

from sandbox.wire import DTYPES, Array

_BY_NAME: dict[str, torch.dtype] = {
    name: getattr(torch, name) for name in DTYPES if isinstance(getattr(torch, name, None), torch.dtype)
}
_BY_DTYPE = {dtype: name for name, dtype in _BY_NAME.items()}
_PLAIN_TYPES = (torch.Tensor, torch.nn.Parameter)


class MissingBackward(Exception):
    """Never raised: autograd differentiates every torch program."""


_device = torch.device("cpu")


def use_cuda(memory_mb: int) -> str:
    """From now on tensors and modules live on the GPU, in at most `memory_mb` MiB of it; returns the GPU's name."""
    global _device
    _device = torch.device("cuda")
    total = torch.cuda.get_device_properties(_device).total_memory
    torch.cuda.set_per_process_memory_fraction(min(1.0, memory_mb * 2**20 / total))
    return str(torch.cuda.get_device_name(_device))


def seed(number: int) -> None:
    """Seeds every generator that a torch program may draw from."""
    random.seed(number)
    np.random.seed(number % 2**32)
    torch.default_generator.manual_seed(number)  # torch.manual_seed asks every kind of device: 0.3 ms
    if torch.cuda.is_initialized():  # type: ignore[no-untyped-call]
        torch.cuda.manual_seed_all(number)


def tensor(array: Array, leaf: bool) -> torch.Tensor:
    """A tensor of the same dtype and shape that owns its memory; a leaf that requires a gradient if `leaf`."""
    dtype = _BY_NAME[array.dtype]
    if not memoryview(array.data).nbytes:
        made = torch.empty(array.shape, dtype=dtype, device=_device)
    else:
        made = torch.frombuffer(bytearray(array.data), dtype=dtype).reshape(array.shape).to(_device)
    return made.requires_grad_() if leaf and dtype.is_floating_point else made


def plain(value: object) -> Array | None:
    """The bytes of a tensor, copied at C level; None for anything else, tensor subclasses included."""
    if not _is_plain(value):
        return None
    there = value.detach().resolve_conj().resolve_neg().cpu()
    if value.dtype is torch.bfloat16:
        there = there.view(torch.int16)  # numpy has no bfloat16: its bits
    return Array(_BY_DTYPE[value.dtype], tuple(value.shape), there.numpy().tobytes())


def _is_plain(value: object) -> TypeGuard[torch.Tensor]:
    if type(value) not in _PLAIN_TYPES:
        return False
    assert isinstance(value, torch.Tensor)
    return value.layout == torch.strided and value.dtype in _BY_DTYPE and not value.is_meta


def settings() -> dict[str, str]:
    """What holds for the whole process and is none of a program's business to change."""
    return {
        "the default dtype": str(torch.get_default_dtype()),
        "the number of threads": str(torch.get_num_threads()),
        "whether gradients are recorded": str(torch.is_grad_enabled()),
        "the precision of matrix products": torch.get_float32_matmul_precision(),
        "TF32 in convolutions": str(torch.backends.cudnn.allow_tf32),
        "deterministic algorithms": str(torch.are_deterministic_algorithms_enabled()),
        "numpy's treatment of errors": str(np.geterr()),
    }


def seeds() -> dict[str, str]:
    """What each call's generator was seeded with: drawing from it leaves this as it is, seeding it anew does not."""
    return {"the seed": str(torch.initial_seed())}


def requires_grad(live: object) -> bool:
    """Whether autograd records what becomes of a tensor."""
    return isinstance(live, torch.Tensor) and live.requires_grad


def same_memory(one: object, other: object) -> bool:
    """Whether two tensors, or arrays, lie in the same memory, wholly or in part."""
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return one.numel() > 0 and one.untyped_storage().data_ptr() == other.untyped_storage().data_ptr()
    return isinstance(one, np.ndarray) and isinstance(other, torch.Tensor) and np.shares_memory(one, other.detach())


def cast(live: object, dtype: str) -> None:
    """Changes a module's floating parameters and buffers to `dtype`, where tensors live."""
    if isinstance(live, torch.nn.Module):
        live.to(_device, _BY_NAME[dtype])


def state(live: object) -> dict[str, Array]:
    """Every parameter and buffer of a module by its dotted name."""
    found = {name: plain(value) for name, value in _slots(live).items()}
    return {name: array for name, array in found.items() if array is not None}


def shapes(live: object) -> dict[str, tuple[int, ...]]:
    """The shapes of what `state` tells."""
    return {name: tuple(value.shape) for name, value in _slots(live).items()}


def set_state(live: object, given: dict[str, Array]) -> None:
    """Sets parameters and buffers in place; names and shapes are those of `shapes`."""
    slots = _slots(live)
    with torch.no_grad():
        for name, array in given.items():
            slots[name].copy_(tensor(array, leaf=False))


def parameters(live: object) -> dict[str, torch.Tensor]:
    """The parameters of a module by name."""
    return dict(live.named_parameters()) if isinstance(live, torch.nn.Module) else {}


def gradients(
    backward: Callable[..., Any] | None,
    arguments: tuple[Any, Any],
    pairs: list[tuple[Any, Array]],
    leaves: list[Any],
    again: bool = False,
) -> list[torch.Tensor | None]:
    """The vector-Jacobian product of outputs with their cotangents, for each leaf; None where there is no gradient.

    `again`: whether they will be differentiated in their turn.
    """
    terms = [
        (output * tensor(cotangent, leaf=False).to(output.dtype)).sum()
        for output, cotangent in pairs
        if isinstance(output, torch.Tensor) and output.requires_grad
    ]
    wanted = [leaf for leaf in leaves if leaf.requires_grad]
    if not terms or not wanted:
        return [None for _ in leaves]
    # The gradient of this sum is the product exactly; grad_outputs= would import sympy, 0.6 s in every sandbox.
    total = sum(terms[1:], terms[0])
    found = iter(torch.autograd.grad(total, wanted, allow_unused=True, create_graph=bool(again)))
    return [next(found) if leaf.requires_grad else None for leaf in leaves]


def _slots(live: object) -> dict[str, torch.Tensor]:
    if not isinstance(live, torch.nn.Module):
        return {}
    named = {**dict(live.named_parameters()), **dict(live.named_buffers())}
    return {name: value.data for name, value in named.items() if _is_plain(value.data)}
