# challenge: unet
"""U-Net. The task is in statement.md; `judge show unet` prints it."""

import torch
from torch import nn


class UNet(nn.Module):
    """A convolutional network that goes down to an eighth of the side and up again.

    Layers: enc1, enc2, enc3, bottleneck, dec3, dec2, dec1 (blocks with convolutions 0 and 3 and batch normalisations 1
    and 4), up3, up2, up1 (transposed convolutions), out_conv.
    """

    def __init__(self, in_channels: int, out_channels: int) -> None:
        super().__init__()
        raise NotImplementedError("make the layers")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x (N, in_channels, H, W) -> probabilities (N, out_channels, H, W); H and W are multiples of 8."""
        raise NotImplementedError("return the probabilities")
