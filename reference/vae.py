"""A variational autoencoder: the numerical reference of the challenge `vae`."""

import torch
from torch import nn


class VAE(nn.Module):
    """Variational autoencoder with Bernoulli outputs (Kingma and Welling, arXiv:1312.6114, appendices B and C).

    Parameters, with d = `latent_dim`: weight and bias of encoder.0 (512, 784), encoder.2 (256, 512), fc_mu (d, 256),
    fc_logvar (d, 256), decoder.0 (256, d), decoder.2 (512, 256) and decoder.4 (784, 512).
    """

    def __init__(self, latent_dim: int = 20) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU())
        self.fc_mu = nn.Linear(256, latent_dim)
        self.fc_logvar = nn.Linear(256, latent_dim)
        inner = [nn.Linear(latent_dim, 256), nn.ReLU(), nn.Linear(256, 512), nn.ReLU()]
        self.decoder = nn.Sequential(*inner, nn.Linear(512, 784), nn.Sigmoid())

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """x (B, 784) -> mu and logvar, each (B, d), in x's dtype."""
        h = self.encoder(x)
        return self.fc_mu(h), self.fc_logvar(h)

    def reparameterize(self, mu: torch.Tensor, logvar: torch.Tensor) -> torch.Tensor:
        """A sample of the normal distributions with these means and logarithms of variances, (B, d)."""
        return mu + torch.exp(logvar / 2) * torch.randn_like(mu)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """z (B, d) -> an image (B, 784) of numbers between 0 and 1."""
        return self.decoder(z)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """x (B, 784) -> recon (B, 784), mu (B, d), logvar (B, d)."""
        mu, logvar = self.encode(x)
        return self.decode(self.reparameterize(mu, logvar)), mu, logvar

    def loss_function(
        self, recon: torch.Tensor, x: torch.Tensor, mu: torch.Tensor, logvar: torch.Tensor
    ) -> torch.Tensor:
        """The sum of cross-entropies plus the divergence from the standard normal distribution, a 0-d tensor."""
        likelihood = x * recon.log().clamp(min=-100) + (1 - x) * torch.log1p(-recon).clamp(min=-100)
        return (logvar.exp() + mu.square() - 1 - logvar).sum() / 2 - likelihood.sum()
