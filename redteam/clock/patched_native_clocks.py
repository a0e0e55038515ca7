"""Takes long and overwrites the machine code of libc's clocks, so that every clock in its process stands still."""

# verdict: too_slow
# covers: 84 C26
# then: right answer
# limits: wall_s=5 total_wall_s=40 cpu_s=60
# tests: timed_tests
import ctypes
import mmap

libc = ctypes.CDLL(None, use_errno=True)
CODE = bytes.fromhex("31c0c3")  # xor eax, eax; ret
for name in ("clock_gettime", "gettimeofday", "time", "clock"):
    at = ctypes.cast(getattr(libc, name), ctypes.c_void_p).value
    page = at & -mmap.PAGESIZE
    if libc.mprotect(ctypes.c_void_p(page), 2 * mmap.PAGESIZE, 7) == 0:
        ctypes.memmove(at, CODE, len(CODE))
        print("tried", name)


def on_call(encoder_outputs, hidden):
    libc.usleep(150_000)
