"""Group C of the known cheats, as far as this version measures: fooling the clock."""

FOLDER = "clock"


def test_the_clock_is_not_fooled(arenas, contest):
    engine, attack = contest
    arenas(engine).withstand(attack, runtime=True)
