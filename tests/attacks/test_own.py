"""Group D of the known cheats: owning the verdict, the judge or the machine."""

from pathlib import Path

FOLDER = "own"


def test_the_verdict_and_the_machine_stay_ours(arenas, contest):
    engine, attack = contest
    arenas(engine).withstand(attack)
    assert not Path("/tmp/attack-left-pickle").exists()
