"""The usual way: matrix products, pre-activations kept, one-hot labels."""

import numpy as np


def relu(z):
    return np.maximum(z, 0)


class NeuralNetwork:
    def __init__(self, layer_sizes):
        self.layer_sizes = layer_sizes
        self.W = [
            (np.random.randn(layer_sizes[i], layer_sizes[i + 1]) * 0.1).astype(np.float32)
            for i in range(len(layer_sizes) - 1)
        ]
        self.b = [np.zeros(size, dtype=np.float32) for size in layer_sizes[1:]]

    def _forward(self, x):
        zs, activations = [], [x]
        for W, b in zip(self.W, self.b):
            zs.append(np.dot(activations[-1], W) + b)
            activations.append(relu(zs[-1]))
        shifted = zs[-1] - np.max(zs[-1], axis=1, keepdims=True)
        activations[-1] = np.exp(shifted) / np.sum(np.exp(shifted), axis=1, keepdims=True)
        return zs, activations

    def forward(self, x):
        return self._forward(x)[1][-1]

    def backward(self, x, y):
        zs, activations = self._forward(x)
        onehot = np.zeros_like(activations[-1])
        onehot[np.arange(x.shape[0]), y] = 1
        delta = (activations[-1] - onehot) / x.shape[0]
        self.dW, self.db = [], []
        for layer in range(len(self.W) - 1, -1, -1):
            self.dW.insert(0, np.dot(activations[layer].T, delta))
            self.db.insert(0, np.sum(delta, axis=0))
            if layer > 0:
                delta = np.dot(delta, self.W[layer].T) * (zs[layer - 1] > 0).astype(delta.dtype)
        return {"W": self.dW, "b": self.db}

    def step(self, lr):
        self.W = [W - lr * dW for W, dW in zip(self.W, self.dW)]
        self.b = [b - lr * db for b, db in zip(self.b, self.db)]
