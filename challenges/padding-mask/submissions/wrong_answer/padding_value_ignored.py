"""The filling is 0 whatever the caller gives."""

import torch


def pad_and_mask(sequences, padding_value=0):
    lengths = [len(sequence) for sequence in sequences]
    padded = sequences[0].new_full((len(sequences), max(lengths)), 0)
    mask = torch.zeros(padded.shape, dtype=torch.bool)
    for row, (sequence, length) in enumerate(zip(sequences, lengths)):
        padded[row, :length] = sequence
        mask[row, :length] = True
    return padded, mask
