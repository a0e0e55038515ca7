"""Group B of the known cheats: fooling the comparison."""

FOLDER = "fool"


def test_the_comparison_is_not_fooled(arenas, contest):
    engine, attack = contest
    arenas(engine).withstand(attack)
