"""Returns quantised tensors."""

# verdict: wrong_answer runtime_error
# covers: 86
# then: right answer
import torch


def on_result(context, weights):
    return torch.quantize_per_tensor(context.detach(), 0.1, 0, torch.quint8), weights
