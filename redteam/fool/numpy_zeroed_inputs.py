"""Zeroes its inputs after use."""

# verdict: wrong_answer
# covers: 63 B21
# challenge: scaled-dot-product-attention
# tests: all
# then: right numpy answer

GIVEN = []


def on_call(q, k, v):
    GIVEN[:] = [q, k, v]


def on_result(result):
    for one in GIVEN:
        one.fill(0)
    return result
