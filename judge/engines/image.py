"""The image of the docker engine: what it is built from, and whether the one at hand is of these very files."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import requests
from docker.errors import DockerException

from judge import wire
from judge.engines.daemon import connect
from judge.errors import EngineUnavailable, JudgeError
from judge.payload import sandbox_dir

TAG = "judge-sandbox:latest"
PAYLOAD_LABEL = "judge.payload"
BUILD_TIMEOUT_S = 1800


def build(
    *,
    base: str | None = None,
    tag: str = TAG,
    wheels: Path | None = None,
    torch_index: str | None = None,
    progress: Callable[[str], None] = print,
) -> str:
    """Builds the image and returns its id.

    Args:
        base: an image with python3 and venv; None takes the Dockerfile's own.
        tag: the name it gets.
        wheels: a folder of wheels to install from, for a machine without an index; None installs from the network.
        torch_index: the index that torch comes from (CPU by default).
        progress: is called with each line that the builder says.

    Raises:
        EngineUnavailable: no daemon answers.
        JudgeError: a step of the build failed.
    """
    arguments = {"BASE": base, "TORCH_INDEX": torch_index}
    files = payload()
    with tempfile.TemporaryFile() as context, closing(connect(BUILD_TIMEOUT_S)) as client:
        write_context(context, files, sorted(wheels.glob("*.whl")) if wheels else [])
        context.seek(0)
        try:
            lines = client.api.build(
                fileobj=context,
                custom_context=True,
                tag=tag,
                buildargs={name: value for name, value in arguments.items() if value},
                labels={PAYLOAD_LABEL: payload_hash(files)},
                network_mode="host",
                rm=True,
                forcerm=True,
                decode=True,
            )
            for line in lines:
                _tell(line, progress)
            return str(client.images.get(tag).id)
        except (DockerException, requests.RequestException) as error:
            raise JudgeError(f"the image could not be built: {error}. Run judge doctor") from None


def payload() -> dict[str, bytes]:
    """The files that the image is made of: path in the build context -> content."""
    folder = sandbox_dir()
    files = {
        f"sandbox/{path.relative_to(folder)}": path.read_bytes()
        for path in sorted(folder.rglob("*.py"))
        if path.name != "wire.py"  # the copy beside the runner is made of the judge's own
    }
    beside = {name: folder.parent / name for name in ("Dockerfile", "constraints.txt")}
    for name, path in {**beside, "judge/wire.py": Path(wire.__file__)}.items():
        if not path.is_file():
            raise JudgeError(f"this installation lacks {name}; reinstall it: pip install --force-reinstall judge")
        files[name] = path.read_bytes()
    return files


def payload_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names, lengths and contents of the files, in the order of their names."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return total.hexdigest()


def check(labels: Mapping[str, str], tag: str) -> None:
    """Raises EngineUnavailable where an image with these labels was built from other files than this judge has."""
    if labels.get(PAYLOAD_LABEL) != payload_hash(payload()):
        raise EngineUnavailable(f'the image {tag} was made by another version of the judge: run "judge image build"')


def write_context(target: Any, files: Mapping[str, bytes], wheels: list[Path]) -> None:
    """Writes the build context as a tar archive; owners and times are zero, so that layers are cached."""
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, content in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            entry.mode = 0o644
            archive.addfile(entry, io.BytesIO(content))
        for wheel in wheels:
            archive.add(wheel, f"wheels/{wheel.name}", filter=_anonymous)


def _anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = 0
    entry.mode = 0o644
    return entry


def _tell(line: Mapping[str, Any], progress: Callable[[str], None]) -> None:
    if "error" in line:
        raise JudgeError(f"the image could not be built: {str(line['error']).strip()}")
    text = str(line.get("stream", "")).rstrip()
    if text:
        progress(text)
