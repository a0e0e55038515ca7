# challenge: numpy-neural-network
"""Products summed feature by feature, gradients by tensordot, step in place."""

import numpy as np


def product(a, b):
    out = np.zeros((a.shape[0], b.shape[1]), dtype=a.dtype)
    for k in range(a.shape[1]):
        out += a[:, k, None] * b[k]
    return out


class NeuralNetwork:
    def __init__(self, layer_sizes):
        self.depth = len(layer_sizes) - 1
        self.W = [np.empty((layer_sizes[i], layer_sizes[i + 1]), dtype=np.float32) for i in range(self.depth)]
        self.b = [np.empty((layer_sizes[i + 1],), dtype=np.float32) for i in range(self.depth)]
        self.dW = self.db = None

    def logits(self, x):
        kept = []
        for i in range(self.depth):
            kept.append(x)
            x = product(x, self.W[i]) + self.b[i]
            if i != self.depth - 1:
                x[x < 0] = 0
        return kept, x

    @staticmethod
    def softmax(z):
        shifted = np.subtract(z, z.max(axis=-1, keepdims=True))
        e = np.exp(shifted)
        return np.divide(e, np.add.reduce(e, axis=-1, keepdims=True))

    def forward(self, x):
        return self.softmax(self.logits(x)[1])

    def backward(self, x, y):
        kept, z = self.logits(x)
        hot = np.zeros_like(z)
        np.put_along_axis(hot, y.reshape(-1, 1), 1, axis=1)
        d = (self.softmax(z) - hot) / len(x)
        self.dW, self.db = [], []
        for a, w in zip(kept[::-1], self.W[::-1]):
            self.dW.append(np.tensordot(a, d, axes=(0, 0)))
            self.db.append(np.ones(len(d), d.dtype) @ d)
            d = product(d, np.ascontiguousarray(w.T)) * np.sign(a)
        self.dW.reverse()
        self.db.reverse()
        return {"W": self.dW, "b": self.db}

    def step(self, lr):
        for p, g in [*zip(self.W, self.dW), *zip(self.b, self.db)]:
            np.subtract(p, lr * g, out=p)
