"""Holds bytes that are no UTF-8, and says no other encoding."""
# verdict: compile_error
# covers: 95
# then: right answer
# bytes: latin-1
