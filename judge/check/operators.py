"""What a mutant changes: one node of the syntax tree for another. Pure; nothing is run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import libcst as cst

_ARITHMETIC: dict[type[cst.BaseBinaryOp], type[cst.BaseBinaryOp]] = {
    cst.Add: cst.Subtract,
    cst.Subtract: cst.Add,
    cst.Multiply: cst.Divide,
    cst.Divide: cst.Multiply,
    cst.FloorDivide: cst.Multiply,
    cst.Modulo: cst.Multiply,
    cst.Power: cst.Multiply,
}
_ASSIGNMENTS: dict[type[cst.BaseAugOp], type[cst.BaseAugOp]] = {
    cst.AddAssign: cst.SubtractAssign,
    cst.SubtractAssign: cst.AddAssign,
    cst.MultiplyAssign: cst.DivideAssign,
    cst.DivideAssign: cst.MultiplyAssign,
}
_COMPARISONS: dict[type[cst.BaseCompOp], type[cst.BaseCompOp]] = {
    cst.LessThan: cst.LessThanEqual,
    cst.LessThanEqual: cst.LessThan,
    cst.GreaterThan: cst.GreaterThanEqual,
    cst.GreaterThanEqual: cst.GreaterThan,
    cst.Equal: cst.NotEqual,
    cst.NotEqual: cst.Equal,
    cst.Is: cst.IsNot,
    cst.IsNot: cst.Is,
    cst.In: cst.NotIn,
    cst.NotIn: cst.In,
}
_PAIRS = """
sum mean  max min  amax amin  argmax argmin  maximum minimum  sqrt rsqrt  tanh sigmoid  zeros ones
zeros_like ones_like  tril triu  add_ sub_  mul_ div_  log log1p  exp expm1  floor ceil  cos sin  cumsum cumprod
softmax log_softmax  square abs
"""
_WORDS = _PAIRS.split()
_NAMES = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True)) | dict(zip(_WORDS[1::2], _WORDS[::2], strict=True))
# Their arguments may be swapped: that is no mistake.
_SYMMETRIC_NAMES = """
max maximum fmax min minimum fmin add mul multiply logaddexp dot transpose swapaxes logical_and logical_or
"""
_SYMMETRIC = frozenset(_SYMMETRIC_NAMES.split())
_MODULES = frozenset({"torch", "np", "numpy", "math", "F", "nn", "self", "functional", "itertools"})


def replacements(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What may stand in the node's place, each a mistake that someone could make."""
    match node:
        case cst.BinaryOperation():
            yield from _binary(node)
        case cst.AugAssign() if (other := _ASSIGNMENTS.get(type(node.operator))) is not None:
            yield node.with_changes(operator=other())
        case cst.Comparison(comparisons=[cst.ComparisonTarget(operator=operator) as target]):
            if (changed := _COMPARISONS.get(type(operator))) is not None:
                yield node.with_changes(comparisons=[target.with_changes(operator=changed())])
        case cst.BooleanOperation():
            yield node.with_changes(operator=cst.Or() if isinstance(node.operator, cst.And) else cst.And())
        case cst.UnaryOperation(operator=cst.Minus() | cst.Not()):
            yield _bracketed(node.expression)
        case cst.Call():
            yield from _call(node)
        case cst.If(test=test) | cst.IfExp(test=test) | cst.CompIf(test=test):
            yield node.with_changes(test=_negated(test))
        case _:
            yield from _literal(node)


def detached(node: cst.BaseExpression) -> cst.BaseExpression:
    """The expression without its gradient."""
    value = node if isinstance(node, cst.Name | cst.Attribute | cst.Call | cst.Subscript) else _bracketed(node)
    return cst.Call(cst.Attribute(value, cst.Name("detach")))


def _binary(node: cst.BinaryOperation) -> Iterator[cst.CSTNode]:
    if (other := _ARITHMETIC.get(type(node.operator))) is not None:
        yield node.with_changes(operator=other())
    if isinstance(node.operator, cst.Add | cst.Subtract | cst.Multiply | cst.Divide):
        yield _bracketed(node.left)
    if isinstance(node.operator, cst.Add | cst.Multiply):
        yield _bracketed(node.right)
    if isinstance(node.operator, cst.Subtract | cst.Divide | cst.MatrixMultiply | cst.Power):
        yield node.with_changes(left=_bracketed(node.right), right=_bracketed(node.left))


def _call(node: cst.Call) -> Iterator[cst.CSTNode]:
    positional = [index for index, given in enumerate(node.args) if given.keyword is None and not given.star]
    symmetric = isinstance(node.func, cst.Attribute | cst.Name) and _last(node.func) in _SYMMETRIC
    for one, two in pairwise(positional) if not symmetric else ():
        yield node.with_changes(args=_swapped(node.args, one, two))
    for index, given in enumerate(node.args):
        if given.keyword is not None:
            yield node.with_changes(args=[*node.args[:index], *node.args[index + 1 :]])
    match node.func:
        case cst.Attribute(value=cst.Name(value=owner), attr=cst.Name()) if owner in _MODULES:
            if positional and owner != "self":
                yield _bracketed(node.args[positional[0]].value)
        case cst.Attribute(value=owner, attr=cst.Name()) if not isinstance(owner, cst.Call) or owner.args:
            yield _bracketed(owner)
    if isinstance(node.func, cst.Attribute) and node.func.attr.value in _NAMES:
        other = node.func.with_changes(attr=cst.Name(_NAMES[node.func.attr.value]))
        yield node.with_changes(func=other)


def _last(function: cst.Attribute | cst.Name) -> str:
    return function.attr.value if isinstance(function, cst.Attribute) else function.value


def _swapped(args: Sequence[cst.Arg], one: int, two: int) -> list[cst.Arg]:
    changed = list(args)
    changed[one] = args[one].with_changes(value=args[two].value)
    changed[two] = args[two].with_changes(value=args[one].value)
    return changed


def _literal(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    match node:
        case cst.Integer():
            yield from (_integer(node.evaluated_value + step) for step in (1, -1))
        case cst.Float():
            yield cst.Float(repr(node.evaluated_value * 1.1 if node.evaluated_value else 0.1))
        case cst.Name(value="True" | "False"):
            yield cst.Name("False" if node.value == "True" else "True")


def _integer(value: int) -> cst.BaseExpression:
    if value >= 0:
        return cst.Integer(str(value))
    return cst.UnaryOperation(cst.Minus(), cst.Integer(str(-value)))


def _negated(test: cst.BaseExpression) -> cst.BaseExpression:
    return cst.UnaryOperation(cst.Not(), _bracketed(test))


def _bracketed(node: cst.BaseExpression) -> cst.BaseExpression:
    if node.lpar or isinstance(node, cst.Name | cst.Attribute | cst.Call | cst.Subscript | cst.Integer | cst.Float):
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
