"""Ends its lines with carriage returns."""
# verdict: accepted
# covers: 95
# then: right answer
# bytes: carriage returns
