"""Ends with success while it is imported."""

# verdict: runtime_error
# covers: 81 D40
# then: right answer
# docker
import os

os._exit(0)
