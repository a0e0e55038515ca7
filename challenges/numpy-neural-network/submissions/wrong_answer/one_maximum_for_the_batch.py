"""The softmax takes off the maximum of the whole batch, so a row far below it becomes 0/0."""

import numpy as np


class NeuralNetwork:
    def __init__(self, layer_sizes):
        self.W = []
        self.b = []
        for fan_in, fan_out in zip(layer_sizes[:-1], layer_sizes[1:]):
            self.W.append(np.random.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out)).astype(np.float32))
            self.b.append(np.zeros(fan_out, dtype=np.float32))
        self.grads = None

    def run(self, x):
        inputs = []
        a = x
        for i in range(len(self.W)):
            inputs.append(a)
            z = a @ self.W[i] + self.b[i]
            if i < len(self.W) - 1:
                a = np.maximum(z, 0)
        e = np.exp(z - z.max())
        return inputs, e / e.sum(axis=1, keepdims=True)

    def forward(self, x):
        return self.run(x)[1]

    def backward(self, x, y):
        inputs, p = self.run(x)
        n = x.shape[0]
        delta = p.copy()
        delta[np.arange(n), y] -= 1
        delta /= n
        dW = [None] * len(self.W)
        db = [None] * len(self.b)
        for i in range(len(self.W) - 1, -1, -1):
            dW[i] = inputs[i].T @ delta
            db[i] = delta.sum(axis=0)
            delta = delta @ self.W[i].T
            delta[inputs[i] <= 0] = 0
        self.grads = {"W": dW, "b": db}
        return self.grads

    def step(self, lr):
        for i in range(len(self.W)):
            self.W[i] -= lr * self.grads["W"][i]
            self.b[i] -= lr * self.grads["b"][i]
