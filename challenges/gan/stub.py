# challenge: gan
"""Generator and discriminator. The task is in statement.md; `judge show gan` prints it."""

import torch
from torch import nn


class Generator(nn.Module):
    """Paints images from random numbers.

    Layers: lin1, conv1 (transposed, 128 to 64 channels), bn1, conv2 (transposed, 64 to 3 channels).
    """

    def __init__(self, latent_dim: int, img_size: int) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """z (N, latent_dim) -> images (N, 3, img_size, img_size) of numbers between -1 and 1."""
        raise NotImplementedError("return the images")


class Discriminator(nn.Module):
    """Says how likely an image is real.

    Layers: conv1 (3 to 64 channels), conv2 (64 to 128 channels), lin1.
    """

    def __init__(self, img_size: int) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 3, img_size, img_size) -> probabilities (N, 1)."""
        raise NotImplementedError("return the probabilities")
