"""Returns its inputs as results."""
# verdict: wrong_answer
# covers: 86 B22
# then: right answer

GIVEN = []


def on_call(encoder_outputs, hidden):
    GIVEN[:] = [encoder_outputs[:, :1], encoder_outputs[:, :, 0]]


def on_result(context, weights):
    return tuple(GIVEN)
