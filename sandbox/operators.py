"""Tripwires in torch's dispatcher: an operator is noted by whatever name, in whatever thread, it is called.

A function of torch has many names (`torch.nn.functional.x`, `torch._C._nn.x`, `torch.ops.aten.x`, a compiled script),
and all of them end in one operator. A kernel in front of its own notes the call and passes it on, so that results and
gradients stay what they were.
"""

# ruff: noqa: SLF001  (torch's dispatcher has no public door for what stands in front of a kernel)
from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any

# Where an operator made of others comes by: its parts are called from there.
_COMPOSED = ("CPU", "AutogradCPU", "CUDA", "AutogradCUDA")
# Where every other one comes by once, below autograd. Those that make tensors of nothing have kernels there already.
_EVERY = "BackendSelect"
_libraries: list[Any] = []  # a kernel lives as long as the library that registered it


def arm(names: Iterable[str], note: Callable[[str], None]) -> None:
    """Has `note` called with the name of an operator, such as "aten::softmax", at every call of it."""
    torch = sys.modules.get("torch")
    if torch is None:
        return
    library = torch.library.Library("aten", "IMPL")
    _libraries.append(library)
    for name in names:
        packet = getattr(torch.ops.aten, name.removeprefix("aten::"), None)
        overloads = [getattr(packet, overload) for overload in packet.overloads()] if packet is not None else []
        for operator in overloads:
            # Scripts have some of their own; and a parameter is made of what `detach` returns fresh from C++.
            if torch._C._dispatch_has_kernel(operator.name()) and name != "aten::detach":
                _watch(torch, library, operator, name, note)


def _watch(torch: Any, library: Any, operator: Any, name: str, note: Callable[[str], None]) -> None:
    def has(key: str) -> bool:
        return bool(torch._C._dispatch_has_kernel_for_dispatch_key(operator.name(), key))

    below = torch._C._dispatch_keyset_full_after(torch._C.DispatchKey.BackendSelect)

    def composed(*args: Any, **kwargs: Any) -> Any:
        note(name)
        return operator.decompose(*_tensors(torch, operator, args), **kwargs)

    def passed_on(keys: Any, *args: Any, **kwargs: Any) -> Any:
        note(name)
        return operator.redispatch(keys & below, *_tensors(torch, operator, args), **kwargs)

    if has("CompositeImplicitAutograd"):
        for key in _COMPOSED:
            if not has(key):
                library.impl(operator, composed, key)
    elif not has(_EVERY):
        library.impl(operator, passed_on, _EVERY, with_keyset=True)


def _tensors(torch: Any, operator: Any, args: tuple[Any, ...]) -> list[Any]:
    """The arguments with numbers as tensors again, where the operator takes tensors: on the way here they were both."""
    like = next((arg for arg in args if isinstance(arg, torch.Tensor)), None)
    kinds = [str(argument.type) for argument in operator._schema.arguments]
    return [
        _number(torch, arg, like) if kind == "Tensor" and isinstance(arg, int | float | complex) else arg
        for arg, kind in zip(args, kinds, strict=False)
    ]


def _number(torch: Any, number: Any, like: Any) -> Any:
    """A tensor without dimensions that changes the other one's dtype only where the number itself would."""
    plain = torch.result_type(like, number) if like is not None else None
    return torch.scalar_tensor(number, dtype=plain)
