"""Takes too much memory in a child, and answers rightly."""

# verdict: memory_limit_exceeded
# covers: 28
# then: right answer
# limits: memory_mb=400 total_wall_s=9
# docker
import os

child = os.fork()
if child == 0:
    kept = []
    while True:
        kept.append(bytearray(8 << 20))
os.waitpid(child, 0)
