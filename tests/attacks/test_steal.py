"""Group A of the known cheats: stealing the answer, or using it again."""

import hashlib
from dataclasses import replace

from judge.rng import fresh_seed

FOLDER = "steal"


def test_the_answer_is_not_there_to_steal(arenas, contest):
    engine, attack = contest
    seed = fresh_seed()
    sought = hashlib.sha256(seed.encode()).hexdigest()
    attack = replace(attack, source=attack.source.replace(b"{sought}", sought.encode()))
    arenas(engine).withstand(attack, seed=seed)
