"""All elements in one line, and for each place of the result where in that line it finds its element."""

import torch


def pad_and_mask(sequences, padding_value=0):
    lengths = torch.tensor([one.numel() for one in sequences])
    starts = lengths.cumsum(0) - lengths
    place = torch.arange(int(lengths.max()))
    mask = place < lengths[:, None]
    line = torch.cat([*sequences, sequences[0].new_tensor([padding_value])])
    return line[torch.where(mask, starts[:, None] + place, len(line) - 1)], mask
