"""Everything in two sequences whose layers also have the names of the statement; ReLU in place after pooling."""

import torch
from torch import nn


class Cifar10CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, padding="valid")
        self.conv2 = nn.Conv2d(32, 64, 3, padding="valid")
        self.fc1 = nn.Linear(2304, 512)
        self.fc2 = nn.Linear(512, 10)
        relu, pool = nn.ReLU(inplace=True), nn.MaxPool2d(2, 2)
        self.features = nn.Sequential(self.conv1, pool, relu, self.conv2, pool, relu, nn.Flatten())
        self.classifier = nn.Sequential(self.fc1, relu, nn.Dropout(p=0.5), self.fc2)

    def forward(self, x):
        return self.classifier(self.features(x.contiguous(memory_format=torch.channels_last)))
