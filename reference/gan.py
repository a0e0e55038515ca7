"""Generator and discriminator: the numerical reference of the challenge `gan`."""

import torch
from torch import nn
from torch.nn import functional


class Generator(nn.Module):
    """Images from random numbers, by two transposed convolutions (in the manner of Radford et al., arXiv:1511.06434).

    Layers: lin1, conv1 (transposed, 128 to 64 channels), bn1, conv2 (transposed, 64 to 3 channels).
    """

    def __init__(self, latent_dim: int, img_size: int) -> None:
        super().__init__()
        self.side = img_size // 4
        self.lin1 = nn.Linear(latent_dim, 128 * self.side**2)
        self.conv1 = nn.ConvTranspose2d(128, 64, 4, stride=2, padding=1)
        self.bn1 = nn.BatchNorm2d(64)
        self.conv2 = nn.ConvTranspose2d(64, 3, 4, stride=2, padding=1)

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """z (N, latent_dim) -> images (N, 3, img_size, img_size) of numbers between -1 and 1, in z's dtype."""
        h = torch.relu(self.lin1(z)).unflatten(1, (128, self.side, self.side))
        return torch.tanh(self.conv2(torch.relu(self.bn1(self.conv1(h)))))


class Discriminator(nn.Module):
    """The probability that an image is real, by two convolutions.

    Layers: conv1 (3 to 64 channels), conv2 (64 to 128 channels), lin1.
    """

    def __init__(self, img_size: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 4, stride=2, padding=1)
        self.dropout = nn.Dropout(0.3)
        self.conv2 = nn.Conv2d(64, 128, 4, stride=2, padding=1)
        self.lin1 = nn.Linear(128 * (img_size // 4) ** 2, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, 3, img_size, img_size) -> probabilities (N, 1), in x's dtype."""
        h = self.dropout(functional.leaky_relu(self.conv1(x), 0.2))
        h = functional.leaky_relu(self.conv2(h), 0.2)
        return torch.sigmoid(self.lin1(h.flatten(1)))
