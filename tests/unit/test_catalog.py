"""Finding and reading challenges; messages that name file, field and cure; content hashes; published schemas."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from judge import payload, schemas
from judge.catalog import content_version, open_catalog
from judge.challenge_file import header_id
from judge.errors import JudgeError, UsageError
from judge.model import Submission
from judge.submission import READ_CAP_KB


def submitted(name: str, source: bytes = b"") -> Submission:
    return Submission(name=name, source=source, sha256=hashlib.sha256(source).hexdigest())


def edit(pack: Path, old: str, new: str) -> Path:
    file = pack / "challenges/mean-pool/challenge.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    return file


def fault(pack: Path) -> str:
    with pytest.raises(UsageError) as caught:
        open_catalog(pack).load("mean-pool")
    return str(caught.value)


def test_a_challenge_is_read(pack: Path) -> None:
    challenge = open_catalog(pack).load("mean-pool")
    assert (challenge.id, challenge.topics) == ("mean-pool", ("pooling", "basics"))
    assert challenge.folder == pack / "challenges/mean-pool"
    assert challenge.reference == pack / "reference/mean-pool.py"
    assert challenge.limits.source_kb == 1
    assert challenge.runtime.at_most == 3.0


def test_all_are_listed_in_order(pack: Path) -> None:
    (pack / "challenges/notes.txt").write_text("no challenge")
    (pack / "challenges/empty").mkdir()
    catalog = open_catalog(pack)
    assert catalog.ids() == ("mean-pool", "soft-max")
    assert [challenge.id for challenge in catalog.load_all()] == ["mean-pool", "soft-max"]


@pytest.mark.parametrize("name", ["mean-pool", "mean_pool", "Mean_Pool", " MEAN-POOL "])
def test_case_and_underscores_do_not_matter(pack: Path, name: str) -> None:
    assert open_catalog(pack).load(name).id == "mean-pool"


@pytest.mark.parametrize("name", ["mean_pool.py", "Mean-Pool.py", "mean_pool"])
def test_a_file_is_found_by_its_name(pack: Path, name: str) -> None:
    assert open_catalog(pack).find(submitted(name)).id == "mean-pool"


def test_else_by_its_header(pack: Path) -> None:
    found = open_catalog(pack).find(submitted("solution.py", b"# challenge: Soft_Max\nimport this"))
    assert found.id == "soft-max"


def test_the_name_goes_before_the_header(pack: Path) -> None:
    assert open_catalog(pack).find(submitted("mean_pool.py", b"# challenge: soft-max")).id == "mean-pool"


def test_a_near_miss_gets_a_suggestion(pack: Path) -> None:
    catalog = open_catalog(pack)
    with pytest.raises(UsageError, match="did you mean mean-pool"):
        catalog.find(submitted("meanpool.py"))
    with pytest.raises(UsageError, match="did you mean soft-max"):
        catalog.load("soft_maxx")
    with pytest.raises(UsageError, match="did you mean soft-max"):
        catalog.find(submitted("a.py", b"# challenge: softmax"))


@pytest.mark.parametrize("name", ["..", "../mean-pool", "mean-pool/hidden", "", "."])
def test_a_name_is_no_path(pack: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no challenge is called"):
        open_catalog(pack).load(name)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (b"# challenge: a-b", "a-b"),
        (b"\xef\xbb\xbf#challenge:a_b\r\n", "a_b"),
        (b"'''doc'''\n\n# challenge:   x1  \nimport os", "x1"),
        (b"\n" * 10 + b"# challenge: late", None),
        (b"#" * 5000 + b"\n# challenge: far", None),
        (b"x = '# challenge: inside'", None),
        (b"# challenge: two words", None),
        (b"# challenge: ../x", None),
        (b"\xff\xfe\x00", None),
    ],
)
def test_the_header_is_found_in_bytes(source: bytes, found: str | None) -> None:
    assert header_id(source) == found


def test_a_pack_needs_both_folders(tmp_path: Path) -> None:
    (tmp_path / "challenges").mkdir()
    with pytest.raises(UsageError, match="has no folder reference/"):
        open_catalog(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "field", "cure"),
    [
        ('title = "Title of mean-pool"\n', "", "title", "is missing; write title = ..."),
        ("title =", "titel =", "titel", "did you mean title?"),
        ("[limits]", "[limits]\nmemroy_mb = 5", "limits.memroy_mb", "did you mean memory_mb?"),
        ("[runtime]", "zzz = 1\n[runtime]", "tolerance.zzz", "write one of preset, second"),
        ('"easy"', '"trivial"', "difficulty", "write 'easy', 'medium' or 'hard'"),
        ("source_kb = 1", "source_kb = 0", "limits.source_kb", "write a number greater than 0"),
        ("source_kb = 1", 'source_kb = "1"', "limits.source_kb", "write a whole number"),
        ("source_kb = 1", "source_kb = 1.5", "limits.source_kb", "write a whole number"),
        ("source_kb = 1", f"source_kb = {READ_CAP_KB + 1}", "limits.source_kb", f"write at most {READ_CAP_KB}"),
        ("source_kb = 1", "wall_s = 61", "limits.total_wall_s", "write at least limits.wall_s"),
        ("source_kb = 1", "wall_s = true", "limits.wall_s", "write a number"),
        ("[limits]\nsource_kb = 1", "limits = 3", "limits", "write a table, such as [limits]"),
        ('["pool"]', "[]", "entry_points", "write at least one entry"),
        ('["pool"]', '"pool"', "entry_points", "write a list"),
        ('["pool"]', '["not a name"]', "entry_points", "no Python name"),
        ('id = "mean-pool"', 'id = "mean-poole"', "id", 'write id = "mean-pool"'),
        ('id = "mean-pool"', 'id = "Mean Pool"', "id", "lower-case words"),
        ("submissions/accepted/loop.py", "submissions/accepted/none.py", "tolerance.second", "there is no file"),
        ("submissions/accepted/loop.py", "../../x.py", "tolerance.second", "the path of an accepted program"),
        ("id =", 'version = "1"\nid =', "version", "remove it"),
    ],
)
def test_a_wrong_field_is_named_with_its_cure(pack: Path, old: str, new: str, field: str, cure: str) -> None:
    file = edit(pack, old, new)
    assert f"{file}: {field}: " in fault(pack)
    assert cure in fault(pack)


def test_all_faults_are_told_at_once(pack: Path) -> None:
    edit(pack, "title =", "titel =")
    edit(pack, '"easy"', '"trivial"')
    assert len(fault(pack).splitlines()) == 3


@pytest.mark.parametrize("value", ["inf", "nan", "1979-05-27"])
def test_infinity_is_no_limit_nor_is_a_date(pack: Path, value: str) -> None:
    edit(pack, "source_kb = 1", f"wall_s = {value}")
    assert "inf, nan and dates have no place here" in fault(pack)


@pytest.mark.parametrize("text", ["id = ", "\xff", "a = 1\na = 2"])
def test_broken_toml_is_told(pack: Path, text: str) -> None:
    file = pack / "challenges/mean-pool/challenge.toml"
    file.write_bytes(text.encode("latin-1"))
    assert f"{file}: is no valid TOML" in fault(pack)


@pytest.mark.parametrize("name", ["statement.md", "stub.py", "hidden/test_pool.py"])
def test_a_missing_file_is_told(pack: Path, name: str) -> None:
    (pack / "challenges/mean-pool" / name).unlink()
    assert str((pack / "challenges/mean-pool" / name).parent) in fault(pack)


def test_a_missing_reference_is_told(pack: Path) -> None:
    (pack / "reference/mean-pool.py").unlink()
    assert "reference/mean-pool.py: is missing" in fault(pack)


def test_the_stub_must_name_its_challenge(pack: Path) -> None:
    (pack / "challenges/mean-pool/stub.py").write_text("# challenge: soft-max\n")
    assert "begin it with the line '# challenge: mean-pool'" in fault(pack)


def test_the_version_does_not_depend_on_the_place(pack: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(pack, moved)
    (moved / "challenges/mean-pool/hidden/__pycache__").mkdir()
    (moved / "challenges/mean-pool/hidden/__pycache__/x.pyc").write_bytes(b"cache")
    (moved / "challenges/mean-pool/.notes").write_text("an editor's")
    assert open_catalog(moved).load("mean-pool").version == open_catalog(pack).load("mean-pool").version


@pytest.mark.parametrize(
    "name", ["challenges/mean-pool/hidden/test_pool.py", "challenges/mean-pool/statement.md", "reference/mean-pool.py"]
)
def test_the_version_changes_with_any_byte(pack: Path, name: str) -> None:
    before = open_catalog(pack).load("mean-pool").version
    with (pack / name).open("ab") as stream:
        stream.write(b"\n")
    assert open_catalog(pack).load("mean-pool").version != before


def test_the_version_changes_with_a_name(pack: Path) -> None:
    folder, reference = pack / "challenges/mean-pool", pack / "reference/mean-pool.py"
    before = content_version(folder, reference)
    (folder / "hidden/test_pool.py").rename(folder / "hidden/test_pools.py")
    assert content_version(folder, reference) != before


def test_the_shipped_folders_are_found() -> None:
    assert (payload.sandbox_dir() / "__init__.py").is_file()
    catalog = open_catalog()
    assert (catalog.challenges, catalog.reference) == (payload.challenges_dir(), payload.reference_dir())


def test_an_incomplete_installation_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload, "_PACKAGE", tmp_path / "judge")
    with pytest.raises(JudgeError, match="reinstall"):
        payload.sandbox_dir()


def test_a_wheel_keeps_its_payload_under_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "judge/payload/reference").mkdir(parents=True)
    (tmp_path / "reference").mkdir()
    monkeypatch.setattr(payload, "_PACKAGE", tmp_path / "judge")
    assert payload.reference_dir() == tmp_path / "judge/payload/reference"


@pytest.mark.parametrize("name", get_args(schemas.Name))
def test_the_committed_schema_is_fresh(name: schemas.Name) -> None:
    assert schemas.schema_file(name).read_text() == schemas.text(name), "run python -m judge.schemas"
    jsonschema.Draft202012Validator.check_schema(schemas.load(name))


def test_the_challenge_schema_says_what_an_author_may_write(pack: Path) -> None:
    validator = jsonschema.Draft202012Validator(schemas.load("challenge"))
    data = tomllib.loads((pack / "challenges/mean-pool/challenge.toml").read_text())
    assert validator.is_valid(data)
    assert not validator.is_valid(data | {"difficulty": "trivial"})
    assert not validator.is_valid(data | {"folder": "x"})
    assert not validator.is_valid({key: value for key, value in data.items() if key != "title"})
