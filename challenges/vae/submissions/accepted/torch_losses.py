"""PyTorch's cross-entropy, and the divergence of two normal distributions by torch.distributions."""

import torch
from torch import nn
from torch.distributions import Normal, kl_divergence
from torch.nn import functional


class VAE(nn.Module):
    def __init__(self, latent_dim=20):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU())
        self.fc_mu = nn.Linear(256, latent_dim)
        self.fc_logvar = nn.Linear(256, latent_dim)
        self.decoder = nn.Sequential(
            nn.Linear(latent_dim, 256), nn.ReLU(), nn.Linear(256, 512), nn.ReLU(), nn.Linear(512, 784), nn.Sigmoid()
        )

    def encode(self, x):
        h = self.encoder(x)
        return self.fc_mu(h), self.fc_logvar(h)

    def reparameterize(self, mu, logvar):
        return Normal(mu, torch.exp(logvar / 2)).rsample()

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar

    def loss_function(self, recon, x, mu, logvar):
        bce = functional.binary_cross_entropy(recon, x, reduction="sum")
        there = Normal(mu, torch.exp(logvar / 2))
        return bce + kl_divergence(there, Normal(0.0, 1.0)).sum()
