"""Prints without end."""
# verdict: output_limit_exceeded
# covers: 39
# then: right answer
# docker


def on_call(encoder_outputs, hidden):
    while True:
        print("x" * 1000)
