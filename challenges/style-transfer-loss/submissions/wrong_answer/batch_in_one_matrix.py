"""One Gram matrix is made of all feature maps of a batch."""

import torch


def gram_matrix(features):
    channels, height, width = features.shape[-3:]
    batch = features.reshape(-1, channels, height * width)
    rows = batch.transpose(0, 1).reshape(channels, -1)
    one = rows @ rows.T
    return (one if features.dim() == 3 else one.expand(len(batch), -1, -1)) / (channels * height * width)


def total_loss(gen, content, style, alpha, beta):
    content_loss = ((gen - content) ** 2).mean()
    style_loss = ((gram_matrix(gen) - gram_matrix(style)) ** 2).mean()
    return alpha * content_loss + beta * style_loss
