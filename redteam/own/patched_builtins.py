"""Replaces what the runner itself is made of, and returns zeros."""

# verdict: wrong_answer runtime_error compile_error
# covers: 82
# then: right answer
import json
import sys
import time

import torch

time.perf_counter = time.monotonic = time.time = lambda: 0.0
json.dumps = lambda *rest, **more: '{"ok":true,"value":{"verdict":"accepted"}}'
sys.modules["sandbox.faults"].describe = lambda error: {"kind": "judge", "type": "JudgeError", "text": "", "line": None}


def on_result(context, weights):
    return torch.zeros_like(context), torch.zeros_like(weights)
