"""Sequences of length 0 are left out of the batch."""

import torch


def pad_and_mask(sequences, padding_value=0):
    sequences = [one for one in sequences if len(one)] or sequences
    lengths = [len(sequence) for sequence in sequences]
    padded = sequences[0].new_full((len(sequences), max(lengths)), padding_value)
    mask = torch.zeros(padded.shape, dtype=torch.bool)
    for row, (sequence, length) in enumerate(zip(sequences, lengths)):
        padded[row, :length] = sequence
        mask[row, :length] = True
    return padded, mask
