"""Returns garbage in a subclass whose detach() and numpy() give the right values only when asked."""

# verdict: wrong_answer
# covers: 85 93 C29
# then: right answer
import torch


class Lazy(torch.Tensor):
    def detach(self):
        return self.right

    def numpy(self):
        return self.right.numpy()

    def contiguous(self):
        return self.right


def wrapped(tensor):
    made = torch.zeros_like(tensor).as_subclass(Lazy)
    made.right = tensor.detach()
    return made


def on_result(context, weights):
    return wrapped(context), wrapped(weights)
