"""Raises a SyntaxError whose line number is no number."""
# verdict: compile_error runtime_error
# then: right answer

error = SyntaxError("so it is said")
error.lineno = [10**400, {"a": object()}]
error.filename = object()
error.text = b"\xff"
raise error
