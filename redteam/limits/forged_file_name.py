"""Raises from code that says it stands in a secret file, whose line a traceback would show."""
# verdict: runtime_error
# then: right answer
# trap: a forged co_filename makes the traceback module print any file

PATHS = ["/proc/self/environ", "/etc/passwd", "/proc/1/environ", "/proc/self/cmdline"]


def on_call(encoder_outputs, hidden):
    for path in PATHS:
        try:
            exec(compile("raise ValueError", path, "exec"))
        except ValueError as error:
            failed = error
    raise failed
