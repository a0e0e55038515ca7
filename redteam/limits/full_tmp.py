"""Fills /tmp."""
# verdict: runtime_error
# covers: 44 D46
# then: right answer
# docker


def on_call(encoder_outputs, hidden):
    with open("/tmp/attack-left", "wb") as file:
        while True:
            file.write(bytes(1 << 20))
