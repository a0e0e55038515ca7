"""Makes system calls by the numbers of x32, which would pass by every rule of a filter."""

# verdict: runtime_error
# covers: 72
# then: right answer
# docker
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def on_call(encoder_outputs, hidden):
    if libc.syscall(0x40000000 + 272, 0x10000000) == 0:  # unshare
        print("GOT THROUGH")
