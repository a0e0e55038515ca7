"""Leaves core dumps to the host: where the kernel pipes them to a program, a limit of 0 does not hold, but 1 does."""

# verdict: accepted
# then: right answer
# docker
import os
import resource

if resource.getrlimit(resource.RLIMIT_CORE) != (1, 1):
    print("GOT THROUGH", resource.getrlimit(resource.RLIMIT_CORE))
for limit in ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), (4096, 4096)):
    try:
        resource.setrlimit(resource.RLIMIT_CORE, limit)
        print("GOT THROUGH", limit)
    except (OSError, ValueError):
        continue
if os.fork() == 0:
    os.abort()
os.wait()
print("tried")
