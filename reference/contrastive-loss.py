"""Contrastive loss over triplets, with plain distances (Schroff et al., arXiv:1503.03832, section 3.1)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

EPS = 1e-6  # added to each element of a difference, so that the norm has a gradient where two embeddings are equal


class ContrastiveLoss(nn.Module):
    """Mean over the batch of max(d(anchor, positive) - d(anchor, negative) + margin, 0)."""

    def __init__(self, margin: float = 1.0) -> None:
        super().__init__()
        self.margin = margin

    def forward(self, anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
        """Embeddings (B, D), three times -> (), in their dtype."""
        near = torch.linalg.vector_norm(anchor - positive + EPS, dim=1)
        far = torch.linalg.vector_norm(anchor - negative + EPS, dim=1)
        return torch.relu(near - far + self.margin).mean()
