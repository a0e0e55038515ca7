"""One of the two factors of the Gram matrix is detached, which halves its gradient."""

import torch


def gram_matrix(features):
    channels, height, width = features.shape[-3:]
    rows = features.reshape(*features.shape[:-2], height * width)
    return rows @ rows.detach().transpose(-1, -2) / (channels * height * width)


def total_loss(gen, content, style, alpha, beta):
    content_loss = ((gen - content) ** 2).mean()
    style_loss = ((gram_matrix(gen) - gram_matrix(style)) ** 2).mean()
    return alpha * content_loss + beta * style_loss
