"""U-Net: the numerical reference of the challenge `unet`."""

import torch
from torch import nn
from torch.nn import functional


def _block(channels: int, width: int) -> nn.Sequential:
    """Twice: 3x3 convolution, batch normalisation, ReLU."""
    once = [nn.Conv2d(channels, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU()]
    return nn.Sequential(*once, nn.Conv2d(width, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU())


class UNet(nn.Module):
    """U-Net of three levels (Ronneberger, Fischer and Brox, arXiv:1505.04597), with padding and batch normalisation.

    Layers: enc1, enc2, enc3, bottleneck, up3, dec3, up2, dec2, up1, dec1, out_conv.
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        self.enc1, self.enc2, self.enc3 = _block(in_channels, 64), _block(64, 128), _block(128, 256)
        self.bottleneck = _block(256, 512)
        self.up3, self.dec3 = nn.ConvTranspose2d(512, 256, 2, stride=2), _block(512, 256)
        self.up2, self.dec2 = nn.ConvTranspose2d(256, 128, 2, stride=2), _block(256, 128)
        self.up1, self.dec1 = nn.ConvTranspose2d(128, 64, 2, stride=2), _block(128, 64)
        self.out_conv = nn.Conv2d(64, out_channels, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, in_channels, H, W), sides multiples of 8 -> probabilities (N, out_channels, H, W), in x's dtype."""
        first = self.enc1(x)
        second = self.enc2(functional.max_pool2d(first, 2))
        third = self.enc3(functional.max_pool2d(second, 2))
        y = self.up3(self.bottleneck(functional.max_pool2d(third, 2)))
        y = self.up2(self.dec3(torch.cat([y, third], 1)))
        y = self.up1(self.dec2(torch.cat([y, second], 1)))
        return torch.sigmoid(self.out_conv(self.dec1(torch.cat([y, first], 1))))
