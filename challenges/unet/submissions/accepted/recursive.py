"""Levels that hold one another; the names of the statement are those of a flat list of layers."""

import torch
from torch import nn


def block(channels, width):
    layers = []
    for inputs in (channels, width):
        layers += [nn.Conv2d(inputs, width, 3, padding="same"), nn.BatchNorm2d(width), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.enc1 = block(in_channels, 64)
        self.up1, self.dec1 = nn.ConvTranspose2d(128, 64, 2, 2), block(128, 64)
        self.enc2 = block(64, 128)
        self.up2, self.dec2 = nn.ConvTranspose2d(256, 128, 2, 2), block(256, 128)
        self.enc3 = block(128, 256)
        self.up3, self.dec3 = nn.ConvTranspose2d(512, 256, 2, 2), block(512, 256)
        self.bottleneck = block(256, 512)
        self.out_conv = nn.Conv2d(64, out_channels, 1)

    def level(self, number, x):
        if number == 4:
            return self.bottleneck(x)
        here = getattr(self, f"enc{number}")(x)
        below = self.level(number + 1, nn.functional.max_pool2d(here, kernel_size=2, stride=2))
        return getattr(self, f"dec{number}")(torch.hstack([getattr(self, f"up{number}")(below), here]))

    def forward(self, x):
        return self.out_conv(self.level(1, x.contiguous(memory_format=torch.channels_last))).sigmoid()
