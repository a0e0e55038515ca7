"""Products by einsum, and the two losses as sums over all elements."""

import torch


def gram_matrix(features):
    total = torch.einsum("...chw,...dhw->...cd", features, features)
    channels, height, width = features.shape[-3:]
    return total / channels / height / width


def total_loss(gen, content, style, alpha, beta):
    difference = (gen - content).flatten()
    style_error = (gram_matrix(gen) - gram_matrix(style)).flatten()
    return alpha * difference.dot(difference) / len(difference) + beta * style_error.dot(style_error) / len(style_error)
