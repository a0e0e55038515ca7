"""Layers by einsum, the loss row by row, noise from torch.normal."""

import torch
from torch import nn


def affine(layer, x):
    return torch.einsum("bi,oi->bo", x, layer.weight) + layer.bias


class VAE(nn.Module):
    def __init__(self, latent_dim=20):
        super().__init__()
        self.encoder = nn.ModuleDict({"0": nn.Linear(784, 512), "2": nn.Linear(512, 256)})
        self.fc_mu, self.fc_logvar = nn.Linear(256, latent_dim), nn.Linear(256, latent_dim)
        layers = {"0": nn.Linear(latent_dim, 256), "2": nn.Linear(256, 512), "4": nn.Linear(512, 784)}
        self.decoder = nn.ModuleDict(layers)

    def encode(self, x):
        h = affine(self.encoder["0"], x).relu()
        h = affine(self.encoder["2"], h).relu()
        return affine(self.fc_mu, h), affine(self.fc_logvar, h)

    def reparameterize(self, mu, logvar):
        noise = torch.normal(0.0, 1.0, mu.shape, dtype=mu.dtype, device=mu.device)
        return torch.addcmul(mu, noise, logvar.mul(0.5).exp())

    def decode(self, z):
        h = affine(self.decoder["0"], z).relu()
        h = affine(self.decoder["2"], h).relu()
        return affine(self.decoder["4"], h).sigmoid()

    def forward(self, x):
        mu, logvar = self.encode(x)
        return self.decode(self.reparameterize(mu, logvar)), mu, logvar

    def loss_function(self, recon, x, mu, logvar):
        total = 0
        for r, t, m, s in zip(recon, x, mu, logvar):
            total = total - (t * r.log().clamp_min(-100)).sum() - ((1 - t) * (1 - r).log().clamp_min(-100)).sum()
            total = total + 0.5 * (s.exp() + m * m - 1 - s).sum()
        return total
