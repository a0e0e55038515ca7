"""Begins as an archive does: nothing unpacks it."""
# verdict: compile_error
# covers: 65 95
# then: right answer
# bytes: zip
# docker
