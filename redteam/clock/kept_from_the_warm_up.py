"""Hands out its first results again once the same shape has come a few times."""

# verdict: wrong_answer
# covers: 91 92 B20 C30
# then: right answer
# limits: wall_s=5 total_wall_s=40 cpu_s=60
# tests: timed_tests

SEEN = {}


def on_result(context, weights):
    kept = SEEN.setdefault(context.shape, [])
    kept.append((context, weights))
    return kept[0] if len(kept) > 5 else (context, weights)
