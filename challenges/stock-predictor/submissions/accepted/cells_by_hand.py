"""Both layers step by step, from bare parameters."""

import torch
from torch import nn


class Layers(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        for layer, width in enumerate((inputs, hidden)):
            shapes = {"weight_ih": (4 * hidden, width), "weight_hh": (4 * hidden, hidden)}
            shapes |= {"bias_ih": (4 * hidden,), "bias_hh": (4 * hidden,)}
            for name, shape in shapes.items():
                setattr(self, f"{name}_l{layer}", nn.Parameter(torch.randn(shape) * 0.1))

    def run(self, layer, steps):
        into, bias_into = getattr(self, f"weight_ih_l{layer}"), getattr(self, f"bias_ih_l{layer}")
        back, bias_back = getattr(self, f"weight_hh_l{layer}"), getattr(self, f"bias_hh_l{layer}")
        h = c = steps[0].new_zeros(len(steps[0]), back.shape[1])
        shown = []
        for x in steps:
            i, f, g, o = (x @ into.T + h @ back.T + (bias_into + bias_back)).chunk(4, dim=1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            shown.append(h)
        return shown


class StockPredictor(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.lstm = Layers(input_size, hidden_size)
        self.fc = nn.Linear(hidden_size, 1)

    def forward(self, x):
        steps = self.lstm.run(0, x.unbind(1))
        if self.training:
            steps = [h * (torch.rand_like(h) >= 0.2) / 0.8 for h in steps]
        return self.fc(self.lstm.run(1, steps)[-1])
