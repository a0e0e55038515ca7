"""Gradients with respect to gen alone: content and style come as lists, and are made into data here."""

import torch


def loss(submission, gen, content, style, alpha, beta):
    """total_loss; content and style: nested lists of their elements."""
    content, style = (torch.tensor(one, dtype=gen.dtype) for one in (content, style))
    return submission.total_loss(gen, content, style, alpha, beta)
