"""Leaves by SystemExit(0) while it is imported."""

# verdict: compile_error runtime_error
# covers: 81 D40
# then: right answer
import sys

sys.exit(0)
