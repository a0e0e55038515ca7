"""What a plain call cannot express for `dropout-mlp`. It runs alike for the candidate and for the reference."""

import torch


def gradients_in_training(submission, layer, x):
    """y (B, out) in training, and the gradient of its sum with respect to x (B, in_features)."""
    layer.train()
    x = x.clone().requires_grad_()
    y = layer(x)
    (grad,) = torch.autograd.grad(y.sum(), x)
    return y.detach(), grad
