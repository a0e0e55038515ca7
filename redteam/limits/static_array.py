"""Takes one large array while it is imported, and writes to all of it."""

# verdict: memory_limit_exceeded
# covers: 29
# then: right answer
# limits: memory_mb=128 total_wall_s=9
import ctypes

ARRAY = (ctypes.c_char * (600 << 20))()
ctypes.memset(ARRAY, 1, len(ARRAY))
