"""Makes a sparse tensor dense that has a few elements and a huge shape."""

# verdict: memory_limit_exceeded runtime_error
# covers: 38
# then: right answer
# limits: memory_mb=128 total_wall_s=9
import torch


def on_call(encoder_outputs, hidden):
    indices = torch.tensor([[0, 9_999], [0, 9_999]])
    sparse = torch.sparse_coo_tensor(indices, torch.ones(2), (10_000, 10_000), check_invariants=False)
    sparse.to_dense().add_(1)
