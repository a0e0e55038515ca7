"""What leaves a sandbox: plain storage and builtin containers; everything else is named for what it is."""

from __future__ import annotations

import collections
import warnings
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sandbox import values, wire
from sandbox.adapters import numpy_adapter, torch_adapter
from sandbox.wire import DTYPES, Array, Handle, Opaque

ADAPTERS = {"torch": torch_adapter, "numpy": numpy_adapter}
NUMPY_DTYPES = [name for name in DTYPES if name != "bfloat16"]


def sent(value: Any, adapter: Any) -> Any:
    return values.to_wire(value, values.scalar_or(adapter.plain))


def received(value: Any) -> Any:
    """Through the frames and back, as the judge gets it."""
    frame = b"".join(bytes(part) for part in wire.pack(wire.REPLY, {"value": value}))
    stream = iter([frame[: wire.HEADER.size], frame[wire.HEADER.size :]])
    header = wire.parse_header(next(stream), wire.REPLY, wire.Caps())
    rest = next(stream)
    return wire.unpack(rest[: header.meta_bytes], rest[header.meta_bytes :], wire.Caps())["value"]


@pytest.mark.parametrize("name", DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_every_dtype_goes_into_torch_and_comes_back_bit_for_bit(name, shape):
    size = int(np.prod(shape)) * DTYPES[name].itemsize
    data = bytes(size) if name == "bool" else bytes((7 * index + 1) % 120 for index in range(size))
    array = Array(name, shape, data)
    tensor = torch_adapter.tensor(array, leaf=False)
    assert str(tensor.dtype) == f"torch.{name}"
    assert tuple(tensor.shape) == shape
    back = received(sent(tensor, torch_adapter))
    assert (back.dtype, back.shape, bytes(back.data)) == (name, shape, data)


@pytest.mark.parametrize("name", NUMPY_DTYPES)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_every_dtype_goes_into_numpy_and_comes_back_bit_for_bit(name, shape):
    size = int(np.prod(shape)) * DTYPES[name].itemsize
    data = bytes(size) if name == "bool" else bytes((7 * index + 1) % 120 for index in range(size))
    live = numpy_adapter.tensor(Array(name, shape, data), leaf=False)
    assert live.flags.writeable
    assert (live.dtype.name, live.shape) == (name, shape)
    back = received(sent(live, numpy_adapter))
    assert (back.dtype, back.shape, bytes(back.data)) == (name, shape, data)


@given(
    array=hnp.arrays(hnp.floating_dtypes(endianness="?", sizes=(16, 32, 64)), hnp.array_shapes(min_dims=0, min_side=0))
)
def test_views_orders_and_foreign_bytes_come_back_as_their_values(array):
    for view in (array, array.T, array[..., ::-1] if array.ndim else array):
        back = received(sent(np.asarray(view), numpy_adapter)).numpy()
        assert np.array_equal(back, view, equal_nan=True)
        assert back.shape == view.shape


def test_views_of_tensors_come_back_as_their_values():
    base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4)
    complex_one = torch.complex(base, base + 1)
    for view in (
        base.transpose(0, 2),
        base[:, ::2],
        base.expand(2, 2, 3, 4),
        complex_one.conj(),
        complex_one.conj().imag,
    ):
        back = received(sent(view, torch_adapter)).numpy()
        assert np.array_equal(back, view.resolve_conj().resolve_neg().numpy())


def test_what_needs_a_gradient_comes_back_without_it():
    tensor = torch.ones(3, requires_grad=True) * 2
    assert sent(tensor, torch_adapter).numpy().tolist() == [2, 2, 2]
    assert sent(torch.nn.Parameter(torch.ones(2)), torch_adapter).numpy().tolist() == [1, 1]


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False)
)
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=12,
)


@pytest.mark.parametrize("name", ADAPTERS)
@given(tree=trees)
def test_trees_of_builtin_values_cross_as_they_are(name, tree):
    assert sent(tree, ADAPTERS[name]) == tree


class Point(NamedTuple):
    x: Any
    y: Any


def test_a_named_tuple_is_a_tuple_and_nothing_more():
    value = sent(Point(np.float32([1]), [2.5]), numpy_adapter)
    assert type(value) is tuple
    assert (value[0].dtype, value[1]) == ("float32", [2.5])
    largest = sent(torch.max(torch.tensor([[1.0, 3.0]]), dim=1), torch_adapter)
    assert type(largest) is tuple
    assert [one.numpy().tolist() for one in largest] == [[3.0], [1]]


@pytest.mark.parametrize("name", ADAPTERS)
def test_numpy_scalars_are_arrays_of_no_dimension(name):
    for value in (np.float32(1.5), np.float64(1.5), np.int64(3), np.bool_(True), np.complex64(1j), np.uint8(7)):
        array = sent(value, ADAPTERS[name])
        assert (array.dtype, array.shape) == (value.dtype.name, ())
        assert array.numpy() == value


class FloatLike(float):
    pass


class IntLike(int):
    pass


class TextLike(str):
    __slots__ = ()


class ListLike(list):
    pass


class DictLike(dict):
    pass


class ArrayLike(np.ndarray):
    pass


class TensorLike(torch.Tensor):
    pass


class ParameterLike(torch.nn.Parameter):
    pass


class Liar:
    """Says of itself all that an array says."""

    dtype, shape, ndim, data = np.dtype("float32"), (1,), 1, b"1234"
    __array_interface__ = {"shape": (1,), "typestr": "<f4", "version": 3, "data": (0, True)}  # noqa: RUF012
    __class__ = torch.Tensor

    def __array__(self, *args: Any) -> Any:
        return np.zeros(1, np.float32)

    def detach(self) -> Any:
        return torch.zeros(1)


STRANGERS = {
    "float subclass": lambda: FloatLike(1),
    "int subclass": lambda: IntLike(1),
    "str subclass": lambda: TextLike("x"),
    "list subclass": lambda: ListLike([1.0]),
    "dict subclass": lambda: DictLike(a=1.0),
    "ordered dict": lambda: collections.OrderedDict(a=1.0),
    "ndarray subclass": lambda: np.zeros(2, np.float32).view(ArrayLike),
    "masked array": lambda: np.ma.masked_array(np.zeros(2, np.float32)),
    "tensor subclass": lambda: torch.zeros(2).as_subclass(TensorLike),
    "parameter subclass": lambda: ParameterLike(torch.zeros(2)),
    "liar": Liar,
    "set": lambda: {1.0},
    "generator": lambda: (one for one in [1.0]),
    "object": object,
    "class": lambda: torch.Tensor,
    "function": lambda: len,
    "module": lambda: torch.nn.Linear(1, 1),
    "handle": lambda: Handle(1),
    "wire array": lambda: Array("float32", (1,), b"1234"),
    "array of objects": lambda: np.array([object()], dtype=object),
    "array of text": lambda: np.array(["a"]),
    "array of dates": lambda: np.array(["2020-01-01"], dtype="datetime64[D]"),
    "structured array": lambda: np.zeros(2, dtype=[("a", "<f4")]),
    "long double": lambda: np.zeros(2, np.longdouble),
    "complex long double": lambda: np.zeros(2, np.clongdouble),
    "sparse tensor": lambda: torch.eye(2).to_sparse(),
    "meta tensor": lambda: torch.zeros(2, device="meta"),
    "float8 tensor": lambda: torch.zeros(2).to(torch.float8_e4m3fn),
    "a dict with keys of another kind": lambda: {(1, 2): 1.0},
    "a dict with a bool for a key": lambda: {True: 1.0},
}


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("framework", ADAPTERS)
def test_anything_else_crosses_as_the_name_of_its_type_only(framework, name):
    stranger = STRANGERS[name]()
    for value in (sent(stranger, ADAPTERS[framework]), sent([stranger], ADAPTERS[framework])[0]):
        assert type(value) is Opaque, value
        assert value.type_name.rpartition(".")[2] == type(stranger).__name__


def test_compressed_and_quantised_tensors_are_strangers():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        strangers = [torch.eye(2).to_sparse_csr(), torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.quint8)]
    assert [type(sent(one, torch_adapter)) for one in strangers] == [Opaque, Opaque]


def test_the_other_frameworks_array_is_a_stranger_but_not_to_a_probe():
    assert type(sent(np.zeros(2, np.float32), torch_adapter)) is Opaque
    assert type(sent(torch.zeros(2), numpy_adapter)) is Opaque
    assert values.to_wire(np.zeros(2, np.float32), values.array_or_ndarray(torch_adapter.plain)).dtype == "float32"


def test_a_list_that_holds_itself_ends_somewhere():
    endless: list[Any] = []
    endless.append(endless)
    value, depth = sent(endless, numpy_adapter), 0
    while type(value) is list:
        value, depth = value[0], depth + 1
    assert value == Opaque("builtins.list")
    assert depth == values.MAX_DEPTH
    assert received(sent(endless, numpy_adapter)) is not None


def test_deep_nesting_is_cut_below_what_the_judge_takes():
    assert wire.Caps().depth > values.MAX_DEPTH
    deep: Any = 1.0
    for _ in range(1000):
        deep = (deep,)
    assert received(sent(deep, numpy_adapter)) is not None


def test_live_floating_outputs_are_named_as_the_judge_names_them():
    outputs = [
        np.zeros(1),
        (np.zeros(2, np.float32), {"mean": np.zeros(3), 4: np.arange(2)}),
        np.arange(3),
        None,
        "text",
        1.5,
    ]
    found = dict(values.floating_outputs(outputs, numpy_adapter.plain))
    assert list(found) == ["[0]", "[1][0]", "[1][1][mean]"]
    assert found["[1][0]"] is outputs[1][0]
    endless: list[Any] = []
    endless.append(endless)
    assert list(values.floating_outputs(endless, numpy_adapter.plain)) == []
