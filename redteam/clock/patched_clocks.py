"""Takes long and stops every clock it can reach."""

# verdict: too_slow
# covers: 84 C25
# then: right answer
# limits: wall_s=5 total_wall_s=40 cpu_s=60
# tests: timed_tests
import time

sleep = time.sleep
for name in ("time", "perf_counter", "monotonic", "process_time", "thread_time"):
    setattr(time, name, lambda: 0.0)
    setattr(time, f"{name}_ns", lambda: 0)


def on_call(encoder_outputs, hidden):
    sleep(0.15)
