"""The candidate's lives: whose fault each end is, and how many there are."""

from __future__ import annotations

import time

import pytest

from judge import wire
from judge.engines.base import Death
from judge.model import Output, Usage, Verdict
from judge.session import MAX_LIVES
from judge.talk import CandidateFault, CandidateRaised


def reply(**fields):
    return b"".join(map(bytes, wire.pack(wire.REPLY, fields)))


def error(name, text="", **fields):
    return reply(ok=False, error={"kind": "candidate", "type": name, "text": text, "refused_memory": False, **fields})


def fault_of(asked, op="call"):
    with pytest.raises(CandidateFault) as found:
        asked.ask(op)
    return found.value


def test_a_channel_lost_after_the_file_was_sent_is_the_programs_fault(life, candidate):
    for lost in (life(load=b""), life(call=b"")):
        fault = fault_of(candidate(lost))
        assert fault.verdict is Verdict.RUNTIME_ERROR
        assert fault.message == lost.ending.message
        assert lost.closed


HOSTILE = {
    "half a frame": reply(ok=True, value=7)[:-1],
    "garbage": b"y" * 500,
    "a request": b"".join(map(bytes, wire.pack(wire.REQUEST, {"ok": True}))),
    "no ok": reply(value=7),
    "ok is text": reply(ok="yes", value=7),
    "an error that is text": reply(ok=False, error="ValueError"),
    "an error that is a list": reply(ok=False, error=[1, 2]),
    "no error": reply(ok=False),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_answer_is_a_runtime_error_and_ends_the_sandbox(name: str, life, candidate):
    bad = life(HOSTILE[name])
    fault = fault_of(candidate(bad))
    assert fault.verdict is Verdict.RUNTIME_ERROR
    assert not isinstance(fault, CandidateRaised)
    assert bad.closed


def test_more_than_may_be_returned_is_the_output_limit(life, candidate):
    too_much = reply(ok=True, value=bytes(2 << 20))
    fault = fault_of(candidate(life(too_much), returned_mb=1))
    assert fault.verdict is Verdict.OUTPUT_LIMIT_EXCEEDED
    assert fault.message.startswith("returned: ")
    assert candidate(life(too_much), returned_mb=3).ask("call") == bytes(2 << 20)


def test_too_many_arrays_are_the_output_limit(life, candidate):
    array = wire.Array("float32", (0,), b"")
    fault = fault_of(candidate(life(reply(ok=True, value=[array] * 3)), returned_arrays=2))
    assert fault.verdict is Verdict.OUTPUT_LIMIT_EXCEEDED


def test_silence_is_the_time_limit_and_the_sandbox_is_killed(life, candidate):
    silent = life(None)
    fault = fault_of(candidate(silent, wall_s=2.5, total_wall_s=60))
    assert fault.verdict is Verdict.TIME_LIMIT_EXCEEDED
    assert fault.message == "wall time: 2.5 of 2.5 s in one call, killed"
    assert silent.killed
    assert silent.closed
    assert 2 < silent.deadlines[-1] <= 2.5


@pytest.mark.parametrize("verdict", [Verdict.MEMORY_LIMIT_EXCEEDED, Verdict.OUTPUT_LIMIT_EXCEEDED])
def test_what_the_kernel_settled_wins_over_the_clock(verdict: Verdict, life, candidate):
    fault = fault_of(candidate(life(None, death=Death(verdict, "of 300 MiB, killed"))))
    assert (fault.verdict, fault.message) == (verdict, "of 300 MiB, killed")


def test_no_other_end_wins_over_the_clock(life, candidate):
    stopped = Death(Verdict.RUNTIME_ERROR, "the program was ended by SIGKILL")
    assert fault_of(candidate(life(None, death=stopped))).verdict is Verdict.TIME_LIMIT_EXCEEDED


def test_the_time_of_the_whole_submission_is_limited(life, candidate):
    def slow(fields):
        time.sleep(0.06)
        return reply(ok=True, value={"framework": "numpy", "missing": []})

    first = life()
    first.script = slow
    asked = candidate(first, wall_s=0.15, total_wall_s=0.15)
    for _ in range(2):
        asked.ask("call")
    assert first.deadlines == sorted(first.deadlines, reverse=True)
    assert first.deadlines[-1] < 0.1
    first.script = lambda fields: None
    fault = fault_of(asked)
    assert fault.verdict is Verdict.TIME_LIMIT_EXCEEDED
    assert fault.message == "wall time: 0.15 of 0.15 s for the whole submission, killed"


def test_a_restart_does_not_refill_the_time(life, candidate):
    first, second = life(), life(reply(ok=True, value=1))
    loads = first.script

    def loads_and_dawdles(fields):
        time.sleep(0.2)
        return loads(fields)

    first.script = loads_and_dawdles
    asked = candidate(first, second, wall_s=0.5, total_wall_s=0.5)
    fault_of(asked)
    asked.ask("call")
    assert first.deadlines[0] > 0.4
    assert second.deadlines[0] < 0.15


def test_a_program_lives_a_few_times_and_no_more(life, candidate):
    lives = [life(b"") for _ in range(MAX_LIVES + 1)]
    asked = candidate(*lives)
    faults = [fault_of(asked) for _ in range(MAX_LIVES + 2)]
    assert [one.requests != [] for one in lives] == [True] * MAX_LIVES + [False]
    assert {fault.verdict for fault in faults} == {Verdict.RUNTIME_ERROR}
    assert [fault.message.startswith("not run: ") for fault in faults] == [False] * MAX_LIVES + [True, True]
    assert lives[0].ending.message in faults[-1].message


def test_after_a_death_the_next_request_meets_a_fresh_program(life, candidate):
    second = life(reply(ok=True, value="alive"))
    asked = candidate(life(b""), second)
    fault_of(asked)
    assert asked.ask("call") == "alive"
    assert [one["op"] for one in second.requests] == ["load", "call"]


def test_an_exception_leaves_the_program_alive(life, candidate):
    one = life(error("ValueError"))
    asked = candidate(one)
    assert [fault_of(asked).verdict for _ in range(9)] == [Verdict.RUNTIME_ERROR] * 9
    assert len(one.requests) == 10
    assert not one.killed


def test_the_text_of_an_exception_is_for_the_operator_only(life, candidate):
    fault = fault_of(
        candidate(life(error("KeyError", "KeyError: hidden 3.75", summary="KeyError: hidden 3.75", line=4)))
    )
    assert fault.message == "raised KeyError at line 4"
    assert "hidden 3.75" in fault.detail
    assert "hidden" not in str(fault)


def test_breaches_are_kept_once_each_and_only_those_that_are_forbidden(life, candidate):
    asked = candidate(
        life(
            reply(ok=True, value=1, breaches=["torch.mean", "leaked 3.14", 7]),
            load=reply(ok=True, value={"framework": "numpy", "missing": []}, breaches=["torch.mean"]),
            gradients=reply(ok=False, error={"type": "ValueError"}, breaches=["torch.nn.AvgPool1d"]),
        )
    )
    asked.ask("call")
    assert list(asked.breaches) == ["torch.mean"]
    fault_of(asked, "gradients")
    assert list(asked.breaches) == ["torch.mean", "torch.nn.AvgPool1d"]


@pytest.mark.parametrize("breaches", [7, "torch.mean", {"torch.mean": 1}, None])
def test_breaches_of_another_shape_are_none(breaches: object, life, candidate):
    asked = candidate(life(reply(ok=True, value=1, breaches=breaches)))
    assert asked.ask("call") == 1
    assert not asked.breaches


def test_usage_and_output_of_all_lives_are_put_together(life, candidate):
    first, second = life(b""), life(reply(ok=True, value=1))
    asked = candidate(first, second)
    fault_of(asked)
    for _ in range(3):
        asked.ask("call")
    assert asked.usage() == Usage(wall_s=2, cpu_s=1.0, memory_peak_mb=400.0, processes_peak=2)
    assert asked.output().stdout == "2;4;"


def test_before_the_first_life_nothing_was_used(candidate):
    asked = candidate()
    assert asked.usage() == Usage()
    assert asked.output() == Output()


@pytest.mark.parametrize("verdict", [Verdict.MEMORY_LIMIT_EXCEEDED, Verdict.OUTPUT_LIMIT_EXCEEDED])
def test_a_limit_that_was_passed_after_the_last_answer_is_found(verdict: Verdict, life, candidate):
    only = life(reply(ok=True, value=1))
    only.limit = Death(verdict, "too much")
    asked = candidate(only)
    asked.ask("call")
    fault = asked.stop()
    assert fault is not None
    assert (fault.verdict, fault.message) == (verdict, "too much")
    assert only.stopped


def test_a_limit_that_a_life_died_of_is_told_once(life, candidate):
    only = life(b"", death=Death(Verdict.MEMORY_LIMIT_EXCEEDED, "too much"))
    only.limit = only.ending
    asked = candidate(only)
    fault_of(asked)
    assert asked.stop() is None


def test_before_the_first_life_and_within_limits_nothing_was_passed(life, candidate):
    assert candidate().stop() is None
    asked = candidate(life(reply(ok=True, value=1)))
    asked.ask("call")
    assert asked.stop() is None


def test_close_ends_every_life(life, candidate):
    first, second = life(b""), life(reply(ok=True, value=1))
    asked = candidate(first, second)
    fault_of(asked)
    asked.ask("call")
    assert not second.closed
    asked.close()
    assert first.closed
    assert second.closed


def test_a_new_test_begins_afresh_with_the_next_request(life, candidate):
    lives = life(reply(ok=True, value=1)), life(reply(ok=True, value=1))
    asked = candidate(*lives)
    asked.ask("call")
    asked.begin_afresh()
    asked.ask("call")
    asked.ask("call")
    assert [request["afresh"] for request in lives[0].requests] == [False, False, True, False]


def test_a_program_that_starts_again_has_nothing_to_forget(life, candidate):
    first, second = life(call=b""), life(reply(ok=True, value=1))
    asked = candidate(first, second)
    fault_of(asked)
    asked.begin_afresh()
    asked.ask("call")
    assert not any(request["afresh"] for request in second.requests)


@pytest.mark.parametrize(("op", "sees"), [("new", False), ("state", False), ("set_state", True), ("call", True)])
def test_which_requests_show_hidden_values(life, candidate, op: str, sees: bool):
    asked = candidate(life(reply(ok=True, value=1)))
    asked.ask(op)
    assert asked.has_seen_inputs is sees
