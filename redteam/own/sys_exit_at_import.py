"""Leaves by SystemExit(0) while it is imported."""

# verdict: compile_error runtime_error
# then: right answer
import sys

sys.exit(0)
