"""Changes the default dtype and switches gradients off, for everybody after it."""

# verdict: accepted
# covers: 90
# then: right answer
import torch

torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)


def on_call(encoder_outputs, hidden):
    torch.set_grad_enabled(True)


def on_result(context, weights):
    return context.float(), weights.float()


torch.set_default_dtype(torch.float32)
