"""Which files a sandbox shows: an interpreter and its packages, and nothing that candidates may not see."""

from __future__ import annotations

import importlib.machinery
import site
import sys
from pathlib import Path

import pytest

from judge import payload, wire
from judge.engines import view as module
from judge.engines.view import PAYLOAD, View, view

ROOT = Path(__file__).resolve().parents[3]


def seen(shown: View, path: Path) -> bool:
    """Whether a path of the host can be reached inside: below a bind and below nothing that is covered."""
    bound = any(path.is_relative_to(source) for source, _ in shown.binds)
    return bound and not any(path.is_relative_to(covered) for covered in shown.covered)


@pytest.fixture
def sandbox(tmp_path: Path) -> Path:
    """A payload folder."""
    folder = tmp_path / "payload"
    (folder / "adapters").mkdir(parents=True)
    for name in ("runner.py", "adapters/torch_adapter.py", "notes.txt", "wire.py"):
        (folder / name).touch()
    return folder


@pytest.fixture
def wire_file(tmp_path: Path) -> Path:
    """The file with the one implementation of the frames."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real/wire.py").touch()
    return tmp_path / "real/wire.py"


def make_interpreter(monkeypatch: pytest.MonkeyPatch, base: Path, venv: Path, packages: Path) -> None:
    """Lets the view believe in an interpreter at `base`, an environment at `venv`, frameworks in `packages`."""
    for folder in (base, venv, packages / "torch"):
        folder.mkdir(parents=True, exist_ok=True)
    (packages / "torch/__init__.py").touch()
    spec = importlib.machinery.ModuleSpec("torch", None, origin=str(packages / "torch/__init__.py"))
    monkeypatch.setattr(sys, "base_prefix", str(base))
    monkeypatch.setattr(sys, "prefix", str(venv))
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: spec if name == "torch" else None)
    monkeypatch.setattr(site, "getsitepackages", lambda: [str(packages)])
    monkeypatch.setattr(site, "getusersitepackages", lambda: str(base / "no user site"))


def test_the_real_view_shows_the_interpreter_and_nothing_of_ours():
    shown = view(payload.sandbox_dir(), Path(wire.__file__), payload.secret_folders(), ("numpy", "torch"))
    assert seen(shown, Path(sys.executable).resolve())
    assert Path(sys.prefix).as_posix() in {inside for _, inside in shown.binds} or seen(shown, Path(sys.prefix))
    for secret in (
        "judge/session.py",
        "judge/hidden.py",
        "challenges/attention/hidden",
        "reference/attention.py",
        "tests",
    ):
        assert (ROOT / secret).exists()
        assert not seen(shown, ROOT / secret), secret
    for host in ("/etc/passwd", "/etc/shadow", "/root/.ssh", "/home", "/var/log", "/proc/1/environ", "/run", "/sys"):
        assert not seen(shown, Path(host)), host
    assert all(source != "/" for source, _ in shown.binds)


def test_the_payload_is_shown_file_by_file_with_the_judges_own_wire(sandbox, wire_file):
    shown = {inside: source for source, inside in view(sandbox, wire_file, [], ()).binds}
    ours = {inside: source for inside, source in shown.items() if inside.startswith(PAYLOAD)}
    assert ours == {
        f"{PAYLOAD}/sandbox/runner.py": str(sandbox / "runner.py"),
        f"{PAYLOAD}/sandbox/adapters/torch_adapter.py": str(sandbox / "adapters/torch_adapter.py"),
        f"{PAYLOAD}/sandbox/wire.py": str(wire_file),
    }


def test_no_place_inside_is_bound_twice(sandbox, wire_file):
    inside = [place for _, place in view(sandbox, wire_file, [], ("numpy", "torch")).binds]
    assert len(inside) == len(set(inside))


def test_an_environment_below_the_interpreter_is_shown_with_it(monkeypatch, tmp_path, sandbox, wire_file):
    base = tmp_path / "opt/python"
    make_interpreter(monkeypatch, base, base / "venvs/one", base / "venvs/one/lib")
    binds = view(sandbox, wire_file, [], ("torch",)).binds
    assert (str(base), str(base)) in binds
    assert not [inside for _, inside in binds if Path(inside).is_relative_to(base) and inside != str(base)]


def test_an_environment_elsewhere_is_shown_too(monkeypatch, tmp_path, sandbox, wire_file):
    make_interpreter(monkeypatch, tmp_path / "base", tmp_path / "work/.venv", tmp_path / "work/.venv/lib")
    shown = view(sandbox, wire_file, [], ("torch",))
    assert {str(tmp_path / "base"), str(tmp_path / "work/.venv")} <= {inside for _, inside in shown.binds}
    assert not seen(shown, tmp_path / "work/notes.txt")


def test_an_environment_behind_a_link_is_shown_under_both_names(monkeypatch, tmp_path, sandbox, wire_file):
    real, link = tmp_path / "disk/venv", tmp_path / "venv"
    make_interpreter(monkeypatch, tmp_path / "base", real, real / "lib")
    link.symlink_to(real)
    monkeypatch.setattr(sys, "prefix", str(link))
    assert {str(real), str(link)} <= {inside for _, inside in view(sandbox, wire_file, [], ()).binds}


def test_frameworks_outside_the_environment_are_shown_and_on_the_path(monkeypatch, tmp_path, sandbox, wire_file):
    make_interpreter(monkeypatch, tmp_path / "base", tmp_path / "venv", tmp_path / "user/site")
    shown = view(sandbox, wire_file, [], ("numpy", "torch", "torch._dynamo"))
    assert seen(shown, tmp_path / "user/site/torch/__init__.py")
    assert shown.python_path == (str(tmp_path / "user/site"),)


@pytest.mark.parametrize("place", ["venv/lib/packs", "base/deep/packs/private", "venv"])
def test_a_secret_folder_below_what_is_shown_is_covered(monkeypatch, tmp_path, sandbox, wire_file, place):
    make_interpreter(monkeypatch, tmp_path / "base", tmp_path / "venv", tmp_path / "venv/lib")
    secret = tmp_path / place
    (secret / "challenges").mkdir(parents=True, exist_ok=True)
    assert seen(view(sandbox, wire_file, [], ("torch",)), secret / "challenges")
    shown = view(sandbox, wire_file, [secret], ("torch",))
    assert not seen(shown, secret / "challenges")
    assert str(secret) in shown.covered


def test_a_secret_folder_that_is_not_shown_needs_no_cover(monkeypatch, tmp_path, sandbox, wire_file):
    make_interpreter(monkeypatch, tmp_path / "base", tmp_path / "venv", tmp_path / "venv/lib")
    (tmp_path / "pack").mkdir()
    shown = view(sandbox, wire_file, [tmp_path / "pack", tmp_path / "venv/gone"], ("torch",))
    assert shown.covered == ()
    assert not seen(shown, tmp_path / "pack")


def test_the_folder_around_an_environment_is_not_shown_with_it(monkeypatch, tmp_path, sandbox, wire_file):
    make_interpreter(monkeypatch, tmp_path / "base", tmp_path / "pack/.venv", tmp_path / "pack/.venv/lib")
    shown = view(sandbox, wire_file, [tmp_path / "pack"], ("torch",))
    assert not seen(shown, tmp_path / "pack/challenges")
    assert seen(shown, tmp_path / "pack/.venv/lib/torch/__init__.py")


def test_a_secret_folder_behind_a_link_is_covered_where_it_really_lies(monkeypatch, tmp_path, sandbox, wire_file):
    make_interpreter(monkeypatch, tmp_path / "base", tmp_path / "venv", tmp_path / "venv/lib")
    (tmp_path / "venv/packs").mkdir()
    (tmp_path / "pack").symlink_to(tmp_path / "venv/packs")
    assert not seen(view(sandbox, wire_file, [tmp_path / "pack"], ("torch",)), tmp_path / "venv/packs/challenges")


@pytest.mark.parametrize("name", ["disk/venv/pack", "venv/pack"])
def test_a_secret_folder_is_covered_under_every_name_that_shows_it(monkeypatch, tmp_path, sandbox, wire_file, name):
    real, link = tmp_path / "disk/venv", tmp_path / "venv"
    make_interpreter(monkeypatch, tmp_path / "base", real, real / "lib")
    link.symlink_to(real)
    monkeypatch.setattr(sys, "prefix", str(link))
    (real / "pack/challenges").mkdir(parents=True)
    shown = view(sandbox, wire_file, [tmp_path / name], ("torch",))
    assert set(shown.covered) == {str(real / "pack"), str(link / "pack")}


def test_a_secret_folder_inside_another_is_covered_once(monkeypatch, tmp_path, sandbox, wire_file):
    make_interpreter(monkeypatch, tmp_path / "base", tmp_path / "venv", tmp_path / "venv/lib")
    outer = tmp_path / "venv/pack"
    (outer / "challenges").mkdir(parents=True)
    for order in ([outer, outer / "challenges"], [outer / "challenges", outer]):
        assert view(sandbox, wire_file, order, ("torch",)).covered == (str(outer),)


def test_the_record_of_the_installed_judge_is_covered(monkeypatch, tmp_path, sandbox, wire_file):
    make_interpreter(monkeypatch, tmp_path / "base", tmp_path / "venv", tmp_path / "venv/lib")
    record, other = tmp_path / "venv/lib/judge-0.1.0.dist-info", tmp_path / "venv/lib/torch-2.dist-info"
    ours = tmp_path / "venv/lib/judge/payload"  # an editable installation leaves single files there
    for folder in (record, other, ours):
        folder.mkdir(parents=True)
    shown = view(sandbox, wire_file, [], ("torch",))
    assert not seen(shown, record / "RECORD")
    assert not seen(shown, ours / "Dockerfile")
    assert seen(shown, other / "RECORD")
