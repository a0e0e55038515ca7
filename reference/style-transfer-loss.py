"""Style-transfer loss with Gram matrices (Gatys et al., arXiv:1508.06576; Johnson et al., arXiv:1603.08155)."""

from __future__ import annotations

from torch import Tensor


def gram_matrix(features: Tensor) -> Tensor:
    """F Fᵀ / (c h w) of each feature map: (B, C, H, W) or (C, H, W) -> (B, C, C) or (C, C), in their dtype."""
    channels = features.flatten(-2)
    return channels @ channels.mT / features.shape[-3:].numel()


def total_loss(gen: Tensor, content: Tensor, style: Tensor, alpha: float, beta: float) -> Tensor:
    """alpha mean((gen - content)²) + beta mean((gram(gen) - gram(style))²), shape ().

    gen and content have one shape; the style's height and width may differ.
    """
    content_loss = (gen - content).square().mean()
    style_loss = (gram_matrix(gen) - gram_matrix(style)).square().mean()
    return alpha * content_loss + beta * style_loss
