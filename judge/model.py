"""The frozen values that the judge is about: challenge, limits, submission, results, report.

Everything here is data. What a report holds is the public contract: its JSON Schema is generated from `Report`.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

SCHEMA_VERSION: Literal[1] = 1


class Frozen(BaseModel):
    """Base of all values: immutable, and an unknown field is an error rather than a silent typo."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


class Verdict(StrEnum):
    """What a submission, or one of its tests, deserves. `judge.grading.PRECEDENCE` orders them."""

    ACCEPTED = "accepted"
    TOO_SLOW = "too_slow"
    WRONG_GRADIENT = "wrong_gradient"
    WRONG_ANSWER = "wrong_answer"
    TIME_LIMIT_EXCEEDED = "time_limit_exceeded"
    MEMORY_LIMIT_EXCEEDED = "memory_limit_exceeded"
    OUTPUT_LIMIT_EXCEEDED = "output_limit_exceeded"
    RUNTIME_ERROR = "runtime_error"
    RULE_VIOLATION = "rule_violation"
    COMPILE_ERROR = "compile_error"
    JUDGE_ERROR = "judge_error"
    SKIPPED = "skipped"


class Limits(Frozen):
    """What one sandbox may use. Every figure is positive: zero never means "no limit"."""

    wall_s: PositiveFloat = Field(10.0, description="wall time of one call, seconds")
    total_wall_s: PositiveFloat = Field(60.0, description="wall time of the whole submission, seconds")
    cpu_s: PositiveFloat = Field(60.0, description="processor time of the whole sandbox, seconds")
    memory_mb: PositiveInt = Field(2048, description="memory of all processes together, MiB")
    output_kb: PositiveInt = Field(64, description="stdout and stderr, each, KiB")
    processes: PositiveInt = Field(64, description="processes and threads together")
    tmp_mb: PositiveInt = Field(64, description="files under /tmp and /dev/shm, each, MiB")
    tmp_inodes: PositiveInt = Field(4096, description="number of files under /tmp")
    open_files: PositiveInt = Field(256, description="open file descriptors of one process")
    source_kb: PositiveInt = Field(256, description="size of the submitted file, KiB")
    returned_mb: PositiveInt = Field(64, description="bytes one reply may hold, MiB")
    returned_arrays: PositiveInt = Field(4096, description="arrays that one reply may hold")
    gpu: bool = Field(False, description="whether the challenge is meant for a GPU")
    gpu_memory_mb: PositiveInt = Field(4096, description="GPU memory of one sandbox, MiB, a CUDA context not counted")
    loopback: bool = Field(False, description="whether processes of the sandbox may talk over 127.0.0.1")


Framework = Literal["torch", "numpy"]
Preset = Literal["strict", "normal", "loose"]


class Tolerance(Frozen):
    """How far a result may be from the reference; see `judge.compare`."""

    preset: Preset = Field("normal", description="multiplies the budget: strict 0.25, normal 1, loose 4")
    second: str = Field(
        description="path, in the challenge folder, of an independent accepted program: "
        "its float32 error also calibrates"
    )


class Runtime(Frozen):
    """What is asked of the runtime, as a ratio to the reference."""

    at_most: PositiveFloat | None = Field(
        None, description="ratio above which a program is too slow; None: reported only"
    )


class Challenge(Frozen):
    """One challenge folder, read and checked by `judge.catalog`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: str
    difficulty: Literal["easy", "medium", "hard"]
    topics: tuple[str, ...]
    seed: str = Field(description="which document and question the challenge stems from")
    framework: tuple[Framework, ...] = Field(min_length=1)
    preload: tuple[str, ...] = Field(
        (), description="modules to import before the submission runs: what a framework would import lazily, and slowly"
    )
    entry_points: tuple[str, ...] = Field(min_length=1)
    forbidden: tuple[str, ...] = ()
    limits: Limits = Limits()
    tolerance: Tolerance
    runtime: Runtime = Runtime()
    folder: Path = Field(exclude=True)
    reference: Path = Field(exclude=True, description="the file reference/<id>.py")
    version: str = Field(exclude=True, description="content hash of the challenge and its reference")


class Submission(Frozen):
    """A candidate's file, as bytes: read once, never by path again."""

    name: str
    source: bytes = Field(exclude=True, repr=False)
    sha256: str


class Usage(Frozen):
    """What a sandbox really used, from the kernel's counters."""

    wall_s: NonNegativeFloat = 0.0
    cpu_s: NonNegativeFloat = 0.0
    memory_peak_mb: NonNegativeFloat = 0.0
    processes_peak: NonNegativeInt = 0


class Output(Frozen):
    """What candidate code printed: capped, stripped of terminal escapes, never parsed for meaning."""

    stdout: str = ""
    stderr: str = ""
    truncated: bool = False


class Mismatch(Frozen):
    """One tensor that is not within its budget, or not of the right form."""

    tensor: str = Field(description="which one: output, output[1], gradient of q, state running_mean")
    kind: Literal["structure", "dtype", "shape", "non_finite", "value", "argument_changed"]
    message: str
    budget_used: float | None = Field(None, description="error divided by the budget; above 1 is too far")
    worst_index: tuple[int, ...] | None = None
    gradient: bool = Field(False, description="whether the tensor is a gradient")
    patterns: tuple[str, ...] = Field((), description="what the error looks like, in words; holds no value")


class Margin(Frozen):
    """The share of its budget that one compared tensor used; at most 1 where it was accepted."""

    tensor: str
    budget_used: NonNegativeFloat


class SweepPoint(Frozen):
    """One point of a sweep: the call was compared on inputs of this dtype, times this scale."""

    dtype: str
    scale: PositiveFloat
    verdict: Verdict
    budget_used: NonNegativeFloat | None = Field(
        None, description="largest error divided by its budget; null where none was measured, or none is allowed"
    )


Aspect = Literal["outputs", "gradients", "edge cases", "numerical stability", "state", "runtime"]


class AspectScore(Frozen):
    """Points earned in one aspect, of those that there are."""

    aspect: Aspect
    points: NonNegativeFloat
    max_points: NonNegativeFloat


class TestResult(Frozen):
    """One hidden test. `detail` is for the operator (`--reveal`): it may hold hidden values."""

    __test__ = False
    name: str = Field(description="opaque to the candidate, such as test-03")
    verdict: Verdict
    points: NonNegativeFloat
    max_points: NonNegativeFloat
    aspect: Aspect = Field("outputs", description="what the test is about")
    message: str = ""
    hint: str = Field("", description="what the challenge says to whoever fails this test")
    mismatches: tuple[Mismatch, ...] = ()
    budget_used: NonNegativeFloat | None = Field(None, description="largest share of a budget that the test used")
    sweep: tuple[SweepPoint, ...] = Field((), description="of a test that sweeps magnitudes and dtypes of its inputs")
    margins: tuple[Margin, ...] = Field((), exclude=True, description="of every tensor that was accepted")
    wall_s: NonNegativeFloat = 0.0
    detail: str | None = Field(None, description="the test's own name and values; only with --reveal")


class RuntimeFigure(Frozen):
    """Candidate against reference by the judge's clock; times are medians of one call, milliseconds."""

    ratio: PositiveFloat
    low: PositiveFloat
    high: PositiveFloat
    noise: NonNegativeFloat = Field(description="half width of the reference's ratio to itself")
    candidate_ms: PositiveFloat
    reference_ms: PositiveFloat
    pairs: PositiveInt
    at_most: PositiveFloat | None
    finding: Literal["within", "too_slow", "cannot_tell", "reported"]


class SandboxInfo(Frozen):
    """Which sandbox ran the candidate and what held its limits."""

    engine: str
    limits: Limits
    image: str | None = None
    enforced_by: dict[str, str] = Field(
        default_factory=dict, description="limit -> mechanism, such as memory: cgroup v1"
    )


class Environment(Frozen):
    """The machine and the versions that the verdict was made with."""

    judge: str
    python: str
    torch: str | None
    numpy: str
    cpu: str
    gpu: str | None
    device: str


class Policy(Frozen):
    """What is known of rules that are policy, not security. Evidence for a person: it can be dodged."""

    operators: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()


class Identity(Frozen):
    """Name and content hash of the challenge."""

    id: str
    version: str


class SubmissionIdentity(Frozen):
    """Name and content hash of the submission."""

    name: str
    sha256: str


class Report(Frozen):
    """The outcome of one submission: the public contract of `--json`."""

    schema_version: Literal[1] = SCHEMA_VERSION
    challenge: Identity | None
    submission: SubmissionIdentity
    verdict: Verdict
    reason: str
    score: NonNegativeFloat
    max_score: NonNegativeFloat
    aspects: tuple[AspectScore, ...] = Field((), description="the points by what tests are about")
    tests: tuple[TestResult, ...] = ()
    runtime: RuntimeFigure | None = None
    usage: Usage = Usage()
    sandbox: SandboxInfo | None = None
    environment: Environment | None = None
    seed: str | None = Field(None, description="hexadecimal; judge submit --seed replays the verdict with it")
    replay: bool = Field(False, description="the seed was given, so inputs were predictable: not a graded verdict")
    hints: tuple[str, ...] = ()
    policy: Policy = Policy()
    output: Output = Output()
