"""Returns subclasses of float and tuple that equal everything."""
# verdict: wrong_answer
# covers: B11
# then: right answer


class Number(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


class Pair(tuple):
    __slots__ = ()

    def __len__(self):
        return 2

    def __eq__(self, other):
        return True

    __hash__ = tuple.__hash__


def on_result(context, weights):
    return Pair((Number(0), Number(0)))
