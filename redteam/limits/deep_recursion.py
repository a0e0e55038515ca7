"""Calls itself deeper than python allows."""
# verdict: runtime_error
# covers: 30
# then: right answer


def on_call(encoder_outputs, hidden):
    def deeper(n):
        return deeper(n + 1)

    deeper(0)
