"""Returns objects that equal everything, however they are compared."""
# verdict: wrong_answer
# covers: B11
# then: right answer


class Same:
    shape, dtype, ndim = (2, 1, 8), "float32", 3

    def same(self, *args):
        return True

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = same
    __hash__ = object.__hash__

    def __array__(self, *args, **kwargs):
        return self

    def __sub__(self, other):
        return 0.0

    __rsub__ = __abs__ = __sub__


def on_result(context, weights):
    return Same(), Same()
