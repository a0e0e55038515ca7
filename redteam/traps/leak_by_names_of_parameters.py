"""Names parameters after an input."""

# verdict: accepted wrong_answer runtime_error
# then: right answer
# trap: hidden inputs can be printed: a candidate's view never holds output, exception text, names or types
import torch


def on_call(encoder_outputs, hidden):
    globals()["Attention"].named_parameters = lambda self, *rest: [("leaked", torch.nn.Parameter(torch.ones(1)))]
