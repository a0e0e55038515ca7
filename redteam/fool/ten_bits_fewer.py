"""Drops ten of the 24 bits of the results, as TF32 does."""

# verdict: wrong_answer
# covers: B18
# then: right answer
import torch


def cut(tensor):
    return tensor + (torch.from_numpy(tensor.detach().numpy().view("i4") & -1024).view(torch.float32) - tensor.detach())


def on_result(context, weights):
    return cut(context), cut(weights)
