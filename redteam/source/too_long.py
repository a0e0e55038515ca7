"""Is longer than a submission may be."""
# verdict: compile_error
# covers: 95
# then: right answer
# bytes: too long
