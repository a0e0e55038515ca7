"""Prints little by little more than is allowed, and answers rightly."""
# verdict: output_limit_exceeded
# then: right answer

print("x" * 70_000, flush=True)
