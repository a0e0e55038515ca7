"""Is written in UTF-16."""
# verdict: compile_error
# covers: 95
# then: right answer
# bytes: utf-16
