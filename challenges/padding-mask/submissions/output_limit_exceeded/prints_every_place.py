"""A debugging print was left in, a line for each step."""

import torch


def pad_and_mask(sequences, padding_value=0):
    lengths = [len(sequence) for sequence in sequences]
    for step in range(20_000):
        print("step", step, "of 20000")
    padded = sequences[0].new_full((len(sequences), max(lengths)), padding_value)
    mask = torch.zeros(padded.shape, dtype=torch.bool)
    for row, (sequence, length) in enumerate(zip(sequences, lengths)):
        padded[row, :length] = sequence
        mask[row, :length] = True
    return padded, mask
