"""Every matrix product as a running sum over blocks of the inner index, and sums over rows one row after another."""

import numpy as np

BLOCK = 16


def product(left, right):
    """left (n, k) times right (k, m), block after block of k."""
    total = np.zeros((left.shape[0], right.shape[1]), dtype=left.dtype)
    for k in range(0, left.shape[1], BLOCK):
        total += left[:, k : k + BLOCK] @ right[k : k + BLOCK]
    return total


def running_sum(rows):
    total = np.zeros_like(rows[0])
    for row in rows:
        total = total + row
    return total


class NeuralNetwork:
    def __init__(self, layer_sizes):
        self.W = [np.random.rand(a, b).astype("float32") for a, b in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.b = [np.zeros(b, "float32") for b in layer_sizes[1:]]

    def hidden(self, x):
        layers = [x]
        for W, b in zip(self.W[:-1], self.b[:-1]):
            z = product(layers[-1], W) + b
            layers.append(z * (z > 0))
        return layers

    def probabilities(self, features):
        z = product(features, self.W[-1]) + self.b[-1]
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / running_sum(e.T)[:, None]

    def forward(self, x):
        return self.probabilities(self.hidden(x)[-1])

    def backward(self, x, y):
        layers = self.hidden(x)
        error = self.probabilities(layers[-1])
        for row, label in enumerate(y):
            error[row, label] -= 1
        dW, db = [], []
        for i in reversed(range(len(self.W))):
            dW.append(product(layers[i].T, error) / len(y))
            db.append(running_sum(error) / len(y))
            error = product(error, self.W[i].T) * (layers[i] > 0)
        self.last = dW[::-1], db[::-1]
        return {"W": self.last[0], "b": self.last[1]}

    def step(self, lr):
        for W, b, dW, db in zip(self.W, self.b, *self.last):
            W -= lr * dW
            b -= lr * db
