"""Einsum in both directions, log-softmax, and a recursive backward that returns the gradients of the layers above."""

import numpy as np


class NeuralNetwork:
    def __init__(self, layer_sizes):
        generator = np.random.default_rng(0)
        self.W, self.b = [], []
        for n_in, n_out in zip(layer_sizes, layer_sizes[1:]):
            self.W.append(generator.uniform(-1, 1, (n_in, n_out)).astype(np.float32) / np.float32(n_in) ** 0.5)
            self.b.append(generator.uniform(-1, 1, n_out).astype(np.float32))

    def logits(self, x):
        for i, (W, b) in enumerate(zip(self.W, self.b)):
            x = np.einsum("ni,ij->nj", x if i == 0 else np.where(x > 0, x, 0), W) + b
        return x

    def forward(self, x):
        z = self.logits(x)
        top = z.max(axis=1)
        log_sum = top + np.log(np.einsum("nc->n", np.exp(z - top[:, None])))
        return np.exp(z - log_sum[:, None])

    def backward(self, x, y):
        labels = np.arange(self.b[-1].size)[None, :] == y[:, None]
        error = (self.forward(x) - labels.astype(x.dtype)) / np.asarray(len(y), dtype=x.dtype)
        self.gradients = {"W": [], "b": []}
        self._descend(0, x, error)
        return self.gradients

    def _descend(self, layer, inputs, error):
        """Goes up to the last layer first; on the way back appends each layer's gradients in front."""
        if layer + 1 < len(self.W):
            z = np.einsum("ni,ij->nj", inputs, self.W[layer]) + self.b[layer]
            error = self._descend(layer + 1, np.where(z > 0, z, 0), error) * (z > 0)
        self.gradients["W"].insert(0, np.einsum("ni,nj->ij", inputs, error))
        self.gradients["b"].insert(0, np.einsum("nj->j", error))
        return np.einsum("nj,ij->ni", error, self.W[layer])

    def step(self, lr):
        for values, gradients in zip((self.W, self.b), (self.gradients["W"], self.gradients["b"])):
            for value, gradient in zip(values, gradients):
                np.subtract(value, lr * gradient, out=value)
