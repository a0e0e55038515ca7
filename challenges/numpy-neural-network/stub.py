# challenge: numpy-neural-network
"""Your solution. Read the task with `judge show numpy-neural-network`."""

import numpy as np


class NeuralNetwork:
    """A fully connected classifier: ReLU between the layers, softmax at the end."""

    def __init__(self, layer_sizes):
        """layer_sizes: number of inputs, of units in each hidden layer, and of classes.

        Makes the lists self.W and self.b: W[i] (layer_sizes[i], layer_sizes[i + 1]), b[i] (layer_sizes[i + 1],).
        """
        raise NotImplementedError

    def forward(self, x):
        """Return the class probabilities, float32 (n, classes), of x, float32 (n, features)."""
        raise NotImplementedError

    def backward(self, x, y):
        """Return {"W": [...], "b": [...]}: gradients of the mean cross-entropy of x with the integer labels y (n,)."""
        raise NotImplementedError

    def step(self, lr):
        """Subtract lr times the gradients of the last backward from W and b."""
        raise NotImplementedError
