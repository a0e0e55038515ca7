"""What breaking a prototype taught (design: traps). Each program names its trap in its header."""

FOLDER = "traps"


def test_the_trap_is_closed(arenas, contest):
    engine, attack = contest
    arenas(engine).withstand(attack)
