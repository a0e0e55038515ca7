"""Takes memory in System V segments that it does not keep attached."""

# verdict: memory_limit_exceeded runtime_error
# covers: 32 101
# then: right answer
# limits: memory_mb=128 total_wall_s=9
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
libc.shmdt.argtypes = (ctypes.c_void_p,)


def on_call(encoder_outputs, hidden):
    while True:
        segment = libc.shmget(0, 16 << 20, 0o1600)
        if segment < 0:
            raise OSError(ctypes.get_errno(), "no segment")
        at = libc.shmat(segment, None, 0)
        ctypes.memset(at, 1, 16 << 20)
        libc.shmdt(at)
