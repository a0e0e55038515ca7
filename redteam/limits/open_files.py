"""Opens more files than are allowed."""
# verdict: runtime_error
# then: right answer
# trap: limits also for open files


def on_call(encoder_outputs, hidden):
    kept = []
    while True:
        kept.append(open("/dev/null"))
