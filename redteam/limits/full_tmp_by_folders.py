"""Makes folders in folders, with the longest names."""

# verdict: runtime_error
# covers: 50
# then: right answer
import os


def on_call(encoder_outputs, hidden):
    while True:
        os.mkdir("d" * 255)
        os.chdir("d" * 255)
