"""Begins with NUL bytes."""
# verdict: compile_error
# covers: 95
# then: right answer
# bytes: nul
