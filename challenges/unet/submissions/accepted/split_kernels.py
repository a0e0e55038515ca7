"""Nothing is joined: kernels are split, and the results of both maps added. Batch normalisation by hand."""

import torch
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    def __init__(self, channels, width):
        super().__init__()
        for index, inputs in ((0, channels), (3, width)):
            self.add_module(str(index), nn.Conv2d(inputs, width, 3))
            self.add_module(str(index + 1), nn.BatchNorm2d(width))

    def normalised(self, norm, x):
        mean, var = norm.running_mean, norm.running_var
        if self.training:
            mean, count = x.mean((0, 2, 3)), x.numel() // x.shape[1]
            var = (x - mean[:, None, None]).square().mean((0, 2, 3))
            norm.running_mean.mul_(0.9).add_(0.1 * mean.detach())
            norm.running_var.mul_(0.9).add_(0.1 * var.detach() * count / (count - 1))
        x = (x - mean[:, None, None]) / torch.sqrt(var + 1e-5)[:, None, None]
        x = x * norm.weight[:, None, None] + norm.bias[:, None, None]
        return x * (x > 0)

    def forward(self, *maps):
        conv, norm, second, second_norm = self.children()
        kernels = conv.weight.split([one.shape[1] for one in maps], dim=1)
        x = sum(functional.conv2d(one, kernel, padding=1) for one, kernel in zip(maps, kernels))
        x = self.normalised(norm, x + conv.bias[:, None, None])
        return self.normalised(second_norm, functional.conv2d(x, second.weight, second.bias, padding=1))


class UNet(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        widths = [in_channels, 64, 128, 256]
        for level in (1, 2, 3):
            width = widths[level]
            self.add_module(f"enc{level}", Block(widths[level - 1], width))
            self.add_module(f"up{level}", nn.ConvTranspose2d(2 * width, width, 2, stride=2))
            self.add_module(f"dec{level}", Block(2 * width, width))
        self.bottleneck = Block(256, 512)
        self.out_conv = nn.Conv2d(64, out_channels, 1)

    def up(self, layer, x):
        y = torch.einsum("nchw,cdij->ndhiwj", x, layer.weight).flatten(4, 5).flatten(2, 3)
        return y + layer.bias[:, None, None]

    def forward(self, x):
        sharp = []
        for encode in (self.enc1, self.enc2, self.enc3):
            x = encode(x)
            sharp.append(x)
            n, c, h, w = x.shape
            x = x.reshape(n, c, h // 2, 2, w // 2, 2).amax(dim=(3, 5))
        x = self.bottleneck(x)
        for up, decode in ((self.up3, self.dec3), (self.up2, self.dec2), (self.up1, self.dec1)):
            x = decode(self.up(up, x), sharp.pop())
        out = self.out_conv
        return (torch.einsum("nchw,oc->nohw", x, out.weight[:, :, 0, 0]) + out.bias[:, None, None]).sigmoid()
