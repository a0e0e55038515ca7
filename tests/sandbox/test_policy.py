"""Tripwires: what they notice, what honest programs may do, and that what is watched still works."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from sandbox import policy

FORBIDDEN = ("frame.ops.fused", "frame.nn.Fused", "frame.nn.Base", "frame.contrib", "sklearn", "lazy.special")
Program = Callable[[str], list[str]]


class Fused:
    """A class that a challenge forbids."""

    def __init__(self, size: int = 1) -> None:
        self.size = size


class Base:
    """A class whose subclasses are forbidden too."""


class Allowed:
    """A class beside them."""


@pytest.fixture(autouse=True)
def frame(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A framework of four modules, and no tripwire armed yet."""
    modules = {name: ModuleType(name) for name in ("frame", "frame.ops", "frame.nn", "frame.contrib")}
    for name, module in modules.items():
        module.__path__ = []
        monkeypatch.setitem(sys.modules, name, module)
        if "." in name:
            setattr(modules["frame"], name.partition(".")[2], module)
    for cls in (Fused, Base, Allowed):
        setattr(modules["frame.nn"], cls.__name__, type(cls.__name__, (cls,), {}))
    modules["frame.ops"].fused = lambda x, scale=2: x * scale
    modules["frame.ops"].plain = lambda x: x
    modules["frame.contrib"].anything = 7
    monkeypatch.setattr(policy, "_notes", None)
    return modules["frame"]


@pytest.fixture
def tripped_by() -> Program:
    """Runs a source as the runner does and returns what it tripped."""

    def run(source: str) -> list[str]:
        tree = ast.parse(source)
        policy.arm(FORBIDDEN)
        policy.imported(tree, FORBIDDEN)
        exec(compile(tree, "candidate.py", "exec"), {"__name__": "candidate"})
        return policy.tripped()

    return run


CAUGHT = {
    "call": ("import frame\nframe.ops.fused(1)", ["frame.ops.fused"]),
    "alias of the module": ("import frame.ops as o\no.fused(1)", ["frame.ops.fused"]),
    "from-import": ("from frame.ops import fused\nfused(1)", ["frame.ops.fused"]),
    "from-import under another name": ("from frame.ops import fused as f\nf(1)", ["frame.ops.fused"]),
    "star import": ("from frame.ops import *\nfused(1)", ["frame.ops.fused"]),
    "getattr": ("import frame\ngetattr(frame.ops, 'fu' + 'sed')(1)", ["frame.ops.fused"]),
    "kept for later": ("import frame\ntable = [frame.ops.fused]\ntable[0](x=1)", ["frame.ops.fused"]),
    "class": ("import frame\nframe.nn.Fused(3)", ["frame.nn.Fused"]),
    "class under another name": ("from frame.nn import Fused as F\nF()", ["frame.nn.Fused"]),
    "subclass": ("import frame\nclass Mine(frame.nn.Fused): pass\nMine(3)", ["frame.nn.Fused"]),
    "subclass with super": (
        "import frame\nclass Mine(frame.nn.Fused):\n    def __init__(self):\n        super().__init__(2)\nMine()",
        ["frame.nn.Fused"],
    ),
    "class without a constructor of its own": ("import frame\nframe.nn.Base()", ["frame.nn.Base"]),
    "module": ("import frame.contrib", ["frame.contrib"]),
    "module under another name": ("import frame.contrib as c", ["frame.contrib"]),
    "name of a module": ("from frame.contrib import anything", ["frame.contrib"]),
    "module as a name": ("from frame import contrib", ["frame.contrib"]),
    "submodule not yet imported": ("def f():\n    from lazy.special import expit", ["lazy.special"]),
    "import inside a function": ("def f():\n    import sklearn", ["sklearn"]),
    "submodule of what is not installed": ("def f():\n    from sklearn.linear_model import Ridge", ["sklearn"]),
    "twice is told once": ("import frame\nframe.ops.fused(1)\nframe.ops.fused(2)", ["frame.ops.fused"]),
    "several": ("import frame\nframe.nn.Fused()\nframe.ops.fused(1)", ["frame.ops.fused", "frame.nn.Fused"]),
    "thread": (
        "import frame, threading\nt = threading.Thread(target=frame.ops.fused, args=(1,))\nt.start()\nt.join()",
        ["frame.ops.fused"],
    ),
    "forked child": (
        "import frame, os\nif os.fork() == 0:\n    frame.ops.fused(1)\n    os._exit(0)\nos.wait()",
        ["frame.ops.fused"],
    ),
}


@pytest.mark.parametrize("name", CAUGHT)
def test_a_breach_is_noticed(tripped_by: Program, name: str) -> None:
    source, names = CAUGHT[name]
    assert tripped_by(source) == names


HONEST = {
    "the rest of the framework": "import frame, frame.ops, frame.nn\nframe.ops.plain(1)\nframe.nn.Allowed()",
    "an import of something named alike": "def f():\n    import sklearnex, frame.contribution",
    "a function of the same name": "def fused(x): return x\nfused(1)",
    "a class of the same name": "class Fused:\n    pass\nFused()",
    "a text and a comment": "# frame.ops.fused(1)\ntext = 'import sklearn; frame.ops.fused'",
    "a mention without a call": "import frame\nassert frame.ops.fused is not None\nisinstance(1, frame.nn.Fused)",
    "a relative import": "def f():\n    from . import sklearn",
    "what lies beside a forbidden submodule": "def f():\n    import lazy\n    from lazy import optimize",
    "another function beside it": "from frame.ops import plain\nplain(3)",
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_program_trips_nothing(tripped_by: Program, name: str) -> None:
    assert tripped_by(HONEST[name]) == []


def test_what_is_watched_does_what_it_did(frame: Any) -> None:
    fused, kind = frame.ops.fused, frame.nn.Fused
    policy.arm(FORBIDDEN)
    assert frame.ops.fused(3) == 6
    assert frame.ops.fused(3, scale=5) == 15
    assert frame.ops.fused.__name__ == fused.__name__
    assert frame.nn.Fused is kind
    assert frame.nn.Fused(4).size == 4
    assert isinstance(frame.nn.Base(), Base)


def test_errors_pass_through(frame: Any) -> None:
    policy.arm(FORBIDDEN)
    with pytest.raises(TypeError):
        frame.ops.fused("x", scale="y")
    with pytest.raises(TypeError):
        frame.nn.Fused(1, 2, 3)


@pytest.mark.parametrize(
    "name", ["frame.gone", "frame.gone.deeper.still", "frame.ops.fused.attribute", "gone", "gone.too", ""]
)
def test_a_name_that_does_not_exist_is_no_error(name: str) -> None:
    policy.arm((name,))
    assert policy.tripped() == []


def test_a_framework_that_is_not_imported_stays_so() -> None:
    before = set(sys.modules)
    policy.arm(("tensorflow.nn.softmax", "jax.numpy.dot"))
    assert {name.partition(".")[0] for name in set(sys.modules) - before} == set()


def test_what_is_told_is_a_copy() -> None:
    policy.tripped().append("something")
    assert policy.tripped() == []
