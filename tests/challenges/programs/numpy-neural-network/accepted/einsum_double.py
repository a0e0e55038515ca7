# challenge: numpy-neural-network
"""Float64 inside, einsum, cast back."""

import numpy as np


class NeuralNetwork:
    def __init__(self, layer_sizes):
        pairs = list(zip(layer_sizes, layer_sizes[1:]))
        self.W = [np.ones(s, np.float32) for s in pairs]
        self.b = [np.ones(s[1], np.float32) for s in pairs]

    def _pass(self, x):
        W = [w.astype(np.float64) for w in self.W]
        zs, a = [], np.asarray(x, np.float64)
        inputs = []
        for w, b in zip(W, self.b):
            inputs.append(a)
            zs.append(np.einsum("ni,io->no", a, w) + b)
            a = np.where(zs[-1] > 0, zs[-1], 0)
        z = zs[-1]
        z = z - z.max(1)[:, None]
        return W, inputs, zs, np.exp(z - np.log(np.exp(z).sum(1))[:, None])

    def forward(self, x):
        return self._pass(x)[3].astype(np.float32)

    def backward(self, x, y):
        W, inputs, zs, p = self._pass(x)
        d = (p - np.eye(p.shape[1])[y]) / p.shape[0]
        gw, gb = [], []
        for k in range(len(W))[::-1]:
            gw.insert(0, np.einsum("ni,no->io", inputs[k], d).astype(np.float32))
            gb.insert(0, np.einsum("no->o", d).astype(np.float32))
            if k:
                d = np.einsum("no,io->ni", d, W[k]) * np.heaviside(zs[k - 1], 0)
        self._g = gw, gb
        return dict(W=gw, b=gb)

    def step(self, lr):
        self.W[:] = [w - np.float32(lr) * g for w, g in zip(self.W, self._g[0])]
        self.b[:] = [b - np.float32(lr) * g for b, g in zip(self.b, self._g[1])]
