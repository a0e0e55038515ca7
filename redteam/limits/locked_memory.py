"""Locks memory, so that the host could not take it back, and asks for pinned memory."""

# verdict: accepted
# covers: 36
# then: right answer
import ctypes

import torch

libc = ctypes.CDLL(None, use_errno=True)
block = ctypes.create_string_buffer(8 << 20)
if libc.mlock(block, 4096) == 0 or libc.mlock(block, len(block)) == 0 or libc.mlockall(3) == 0:
    print("GOT THROUGH")
try:
    torch.empty(1 << 20, pin_memory=True)
except RuntimeError:
    print("tried, without pinned memory")
print("tried")
