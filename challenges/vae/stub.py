# challenge: vae
"""A variational autoencoder. The task is in statement.md; `judge show vae` prints it."""

import torch
from torch import nn


class VAE(nn.Module):
    """Encoder to mu and logvar, noise, decoder.

    Parameters, with d = `latent_dim`: weight and bias of encoder.0 (512, 784), encoder.2 (256, 512), fc_mu (d, 256),
    fc_logvar (d, 256), decoder.0 (256, d), decoder.2 (512, 256) and decoder.4 (784, 512).
    """

    def __init__(self, latent_dim: int = 20) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """x (B, 784) -> mu and logvar, each (B, d)."""
        raise NotImplementedError("return (mu, logvar)")

    def reparameterize(self, mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
        """A sample of the normal distributions with these means and logarithms of variances, (B, d)."""
        raise NotImplementedError("return a sample")

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """z (B, d) -> an image (B, 784) of numbers between 0 and 1."""
        raise NotImplementedError("return the image")

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """x (B, 784) -> recon (B, 784), mu (B, d), logvar (B, d)."""
        raise NotImplementedError("return (recon, mu, logvar)")

    def loss_function(
        self, recon: torch.Tensor, x: torch.Tensor, mu: torch.Tensor, logvar: torch.Tensor
    ) -> torch.Tensor:
        """The sum of cross-entropies plus the divergence from the standard normal distribution, a number."""
        raise NotImplementedError("return the loss")
