"""Makes more files than there is room for."""
# verdict: runtime_error
# covers: 46
# then: right answer
# trap: limits also for inodes


def on_call(encoder_outputs, hidden):
    for number in range(10**6):
        open(f"/tmp/attack-left-{number}", "w").close()
