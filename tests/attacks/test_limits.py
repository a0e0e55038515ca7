"""Limits: each ends in the right verdict within its limit plus 2 s, and nothing of it is left."""

FOLDER = "limits"


def test_the_limit_holds(arenas, contest):
    engine, attack = contest
    report = arenas(engine).withstand(attack)
    assert len(report.model_dump_json()) < 600_000  # whatever was printed, raised or returned
    assert "\x1b" not in report.model_dump_json().encode().decode("unicode_escape", "replace")
