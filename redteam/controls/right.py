"""An honest program that is right: it must be accepted, before any attack and after each."""
# verdict: accepted
# docker
# then: right answer
