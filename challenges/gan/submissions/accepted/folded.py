"""Convolutions as products with unfolded images, transposed ones by folding, batch normalisation by hand."""

import torch
from torch import nn
from torch.nn import functional


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(width)), nn.Parameter(torch.zeros(width))
        self.register_buffer("running_mean", torch.zeros(width))
        self.register_buffer("running_var", torch.ones(width))

    def forward(self, x):
        mean, var = self.running_mean, self.running_var
        if self.training:
            mean, count = x.mean((0, 2, 3)), x.numel() // x.shape[1]
            var = (x - mean[:, None, None]).square().mean((0, 2, 3))
            self.running_mean.mul_(0.9).add_(0.1 * mean.detach())
            self.running_var.mul_(0.9).add_(0.1 * var.detach() * count / (count - 1))
        scale = self.weight / torch.sqrt(var + 1e-5)
        return (x - mean[:, None, None]) * scale[:, None, None] + self.bias[:, None, None]


def transposed(layer, x):
    side = 2 * x.shape[2]
    columns = torch.einsum("ckl,ncp->nklp", layer.weight.flatten(2), x.flatten(2)).flatten(1, 2)
    return functional.fold(columns, (side, side), 4, padding=1, stride=2) + layer.bias[:, None, None]


def convolved(layer, x):
    patches = functional.unfold(x, 4, padding=1, stride=2)
    y = torch.einsum("ok,nkp->nop", layer.weight.flatten(1), patches) + layer.bias[:, None]
    return y.unflatten(2, (x.shape[2] // 2, -1))


class Generator(nn.Module):
    def __init__(self, latent_dim, img_size):
        super().__init__()
        self.q = img_size // 4
        self.lin1 = nn.Linear(latent_dim, 8 * img_size * img_size)
        self.conv1, self.conv2 = nn.ConvTranspose2d(128, 64, 4), nn.ConvTranspose2d(64, 3, 4)
        self.bn1 = Norm(64)

    def forward(self, z):
        h = self.lin1(z)
        h = (h * (h > 0)).reshape(len(z), 128, self.q, self.q)
        h = self.bn1(transposed(self.conv1, h))
        return transposed(self.conv2, h * (h > 0)).tanh()


class Discriminator(nn.Module):
    def __init__(self, img_size):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(3, 64, 4), nn.Conv2d(64, 128, 4)
        self.lin1 = nn.Linear(8 * img_size * img_size, 1)

    def forward(self, x):
        x = convolved(self.conv1, x)
        x = torch.where(x > 0, x, 0.2 * x)
        if self.training:
            x = x * (torch.rand_like(x) >= 0.3) / 0.7
        x = convolved(self.conv2, x)
        return self.lin1(torch.where(x > 0, x, 0.2 * x).reshape(len(x), -1)).sigmoid()
