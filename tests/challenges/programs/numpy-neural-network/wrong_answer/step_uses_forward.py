# challenge: numpy-neural-network
"""forward after backward clears the gradients."""

import numpy as np


class NeuralNetwork:
    def __init__(self, layer_sizes):
        rng = np.random.default_rng(0)
        self.W, self.b = [], []
        for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]):
            self.W.append((rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)).astype(np.float32))
            self.b.append(np.zeros(n_out, dtype=np.float32))
        self.grads = None

    def _forward(self, x):
        activations = [x]
        for i in range(len(self.W)):
            z = activations[-1] @ self.W[i] + self.b[i]
            if i < len(self.W) - 1:
                z = np.maximum(z, 0)
            activations.append(z)
        z = activations.pop()
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return activations, e / e.sum(axis=1, keepdims=True)

    def forward(self, x):
        if self.grads:
            self.grads = {k: [0 * g for g in v] for k, v in self.grads.items()}
        return self._forward(x)[1]

    def backward(self, x, y):
        activations, p = self._forward(x)
        delta = p.copy()
        delta[np.arange(len(y)), y] -= 1
        delta /= len(y)
        dW = [None] * len(self.W)
        db = [None] * len(self.W)
        for i in reversed(range(len(self.W))):
            dW[i] = activations[i].T @ delta
            db[i] = delta.sum(axis=0)
            if i > 0:
                delta = (delta @ self.W[i].T) * (activations[i] > 0)
        self.grads = {"W": dW, "b": db}
        return self.grads

    def step(self, lr):
        for name in ("W", "b"):
            params = getattr(self, name)
            for i, g in enumerate(self.grads[name]):
                params[i] = params[i] - np.float32(lr) * g
