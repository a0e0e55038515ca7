"""Returns text and bytes of many megabytes."""
# verdict: output_limit_exceeded wrong_answer runtime_error
# then: right answer


def on_result(context, weights):
    return "x" * (20 << 20), b"y" * (20 << 20)
