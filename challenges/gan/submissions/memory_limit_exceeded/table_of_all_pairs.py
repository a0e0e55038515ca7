"""A table of all pairs of positions is filled in the constructor, for later."""

import torch
from torch import nn
from torch.nn import functional


class Generator(nn.Module):
    def __init__(self, latent_dim, img_size):
        super().__init__()
        self.pairs = torch.ones(24_576, 24_576)
        self.side = img_size // 4
        self.lin1 = nn.Linear(latent_dim, 128 * self.side * self.side)
        self.conv1 = nn.ConvTranspose2d(128, 64, kernel_size=4, stride=2, padding=1)
        self.bn1 = nn.BatchNorm2d(64)
        self.conv2 = nn.ConvTranspose2d(64, 3, kernel_size=4, stride=2, padding=1)

    def forward(self, z):
        h = torch.relu(self.lin1(z))
        h = h.view(-1, 128, self.side, self.side)
        h = torch.relu(self.bn1(self.conv1(h)))
        return torch.tanh(self.conv2(h))


class Discriminator(nn.Module):
    def __init__(self, img_size):
        super().__init__()
        self.pairs = torch.ones(24_576, 24_576)
        self.conv1 = nn.Conv2d(3, 64, kernel_size=4, stride=2, padding=1)
        self.dropout = nn.Dropout(0.3)
        self.conv2 = nn.Conv2d(64, 128, kernel_size=4, stride=2, padding=1)
        self.lin1 = nn.Linear(128 * (img_size // 4) ** 2, 1)

    def forward(self, x):
        x = functional.leaky_relu(self.conv1(x), 0.2)
        x = self.dropout(x)
        x = functional.leaky_relu(self.conv2(x), 0.2)
        return torch.sigmoid(self.lin1(x.flatten(1)))
