"""Ends with success while it is imported."""

# verdict: runtime_error
# then: right answer
# docker
import os

os._exit(0)
