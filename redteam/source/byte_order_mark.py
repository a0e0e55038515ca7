"""Begins with a byte order mark."""
# verdict: accepted
# covers: 95
# then: right answer
# bytes: byte order mark
