"""Returns tensors of a subclass that holds garbage and agrees with everything."""

# verdict: wrong_answer
# covers: 85 B10
# then: right answer
import torch


class Agreeable(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return True


def on_result(context, weights):
    return torch.zeros_like(context).as_subclass(Agreeable), torch.zeros_like(weights).as_subclass(Agreeable)
