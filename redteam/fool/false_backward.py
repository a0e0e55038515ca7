"""Returns right values whose backward gives ones."""

# verdict: wrong_gradient
# covers: B14
# then: right answer
import torch


class Backward(torch.autograd.Function):
    @staticmethod
    def forward(ctx, value):
        return value.clone()

    @staticmethod
    def backward(ctx, gradient):
        return torch.ones_like(gradient)


def on_result(context, weights):
    return Backward.apply(context), Backward.apply(weights)
