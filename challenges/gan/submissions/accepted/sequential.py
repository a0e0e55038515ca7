"""PyTorch's layers with activations as modules, in place, and dropout before the activation, which is the same."""

import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self, latent_dim, img_size):
        super().__init__()
        quarter = img_size // 4
        self.lin1 = nn.Linear(latent_dim, 128 * quarter**2)
        self.conv1 = nn.ConvTranspose2d(128, 64, 4, 2, 1)
        self.bn1 = nn.BatchNorm2d(64)
        self.conv2 = nn.ConvTranspose2d(64, 3, 4, 2, 1)
        steps = [self.lin1, nn.ReLU(True), nn.Unflatten(1, (128, quarter, quarter)), self.conv1, self.bn1]
        self.steps = nn.Sequential(*steps, nn.ReLU(True), self.conv2, nn.Tanh())

    def forward(self, z):
        return self.steps(z)


class Discriminator(nn.Module):
    def __init__(self, img_size):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 4, 2, 1)
        self.conv2 = nn.Conv2d(64, 128, 4, 2, 1)
        self.lin1 = nn.Linear(128 * (img_size // 4) ** 2, 1)
        leaky = nn.LeakyReLU(0.2, inplace=True)
        steps = [self.conv1, nn.Dropout(0.3), leaky, self.conv2, leaky, nn.Flatten(), self.lin1, nn.Sigmoid()]
        self.steps = nn.Sequential(*steps)

    def forward(self, x):
        return self.steps(x.contiguous(memory_format=torch.channels_last))
