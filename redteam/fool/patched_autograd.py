"""Replaces automatic differentiation by zeros."""

# verdict: wrong_gradient
# covers: 82
# then: right answer
import torch

torch.autograd.grad = lambda outputs, inputs, *rest, **more: tuple(torch.zeros_like(one) for one in inputs)
