"""Files that can and cannot be read."""

import os
from pathlib import Path

import pytest

from kautilya.diagnostics import CaseInvalid, Diagnostic, Span
from kautilya.source import examine_source, read_source
from kautilya.source.files import MOST_BYTES


def faults(file: Path | str) -> tuple[Diagnostic, ...]:
    with pytest.raises(CaseInvalid) as refused:
        read_source(file)
    found = refused.value.diagnostics
    assert all(fault.span is not None and fault.why and fault.help for fault in found)
    return found


def only_fault(file: Path | str) -> tuple[str, str, Span]:
    (fault,) = faults(file)
    assert fault.span is not None
    return fault.code, fault.message, fault.span


def written(folder: Path, data: bytes) -> Path:
    file = folder / "case.yaml"
    file.write_bytes(data)
    return file


def test_a_file_and_its_folder_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, b"case: ferry\n")
    assert read_source(file).data == {"case": "ferry"} == read_source(str(tmp_path)).data
    assert read_source(tmp_path).file == str(file)
    monkeypatch.chdir(tmp_path.parent)
    assert read_source(tmp_path.name).file == os.path.join(tmp_path.name, "case.yaml")
    assert read_source(f"{tmp_path.name}/case.yaml").file == f"{tmp_path.name}/case.yaml"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    tree = read_source(written(tmp_path, b"\xef\xbb\xbfcase: ferry\r\ntitle: x\r\n"))
    assert tree.data == {"case": "ferry", "title": "x"}
    assert str(tree.value_span(("case",))).endswith(":1:7")
    assert str(tree.value_span(("title",))).endswith(":2:8")
    assert tree.value_span(("title",)).text == "title: x"


def test_a_missing_file_names_its_near_miss(tmp_path: Path) -> None:
    written(tmp_path, b"a: 1\n")
    (fault,) = faults(tmp_path / "csae.yaml")
    assert (fault.code, fault.help) == ("KC001", "did you mean 'case.yaml'?")
    (fault,) = faults(tmp_path / "nowhere" / "x.yaml")
    assert fault.code == "KC001"


def test_a_folder_without_a_case_names_the_files_that_may_be_it(tmp_path: Path) -> None:
    assert only_fault(tmp_path)[:2] == ("KC001", "the folder holds no case.yaml")
    (tmp_path / "ferry.yml").write_text("a: 1")
    assert "ferry.yml" in faults(tmp_path)[0].help


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").mkdir()
    assert only_fault(tmp_path)[0] == "KC001"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert only_fault(pipe)[:2] == ("KC001", "this is not a regular file")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert only_fault(loop)[0] == "KC001"
    assert only_fault("bad\0name")[0] == "KC001"
    assert only_fault("x" * 5000)[0] == "KC001"


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, b"a: 1\n")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr("builtins.open", refuse)
    examined = examine_source(file)
    monkeypatch.undo()
    assert [d.code for d in examined.diagnostics] == ["KC001"]
    assert examined.diagnostics[0].message == "the file cannot be read: permission denied"


@pytest.mark.slow
def test_the_size_has_a_limit(tmp_path: Path) -> None:
    large = written(tmp_path, b"#" * MOST_BYTES)
    assert [d.code for d in examine_source(large).diagnostics] == ["KC009"]
    assert only_fault(written(tmp_path, b"#" * (MOST_BYTES + 1)))[0] == "KC005"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_other_encodings_of_unicode_are_refused(tmp_path: Path, encoding: str) -> None:
    assert only_fault(written(tmp_path, "case: ferry\n".encode(encoding)))[0] == "KC002"


def test_every_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    data = "title: Zürich\nok: ä\nsays: Genève é è\n".encode().replace("ü".encode(), b"\xfc")
    found = faults(written(tmp_path, data.replace("è".encode(), b"\xe8")))
    places = [(d.code, d.span.line, d.span.column) for d in found if d.span is not None]
    assert places == [("KC002", 1, 9), ("KC002", 3, 10)]
    assert "0xfc" in found[0].message


def test_every_control_character_is_named(tmp_path: Path) -> None:
    text = "a: 1\nb: x\0y\x1b\nc: \x7f\nd: x\u2028y\ne: x\ufeffy\n"
    found = faults(written(tmp_path, text.encode()))
    places = [(d.code, d.span.line, d.span.column) for d in found if d.span is not None]
    assert places == [
        ("KC013", 2, 5),
        ("KC013", 2, 7),
        ("KC013", 3, 4),
        ("KC013", 4, 5),
        ("KC013", 5, 5),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"# nothing yet\n", "the file holds no entries"),
        (b"---\n", "the file holds no entries"),
        (b"- a\n", "the file holds a list, not entries with keys"),
        (b"ferry\n", "the file holds a single value, not entries with keys"),
    ],
)
def test_a_file_without_entries_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    code, said, _ = only_fault(written(tmp_path, data))
    assert (code, said) == ("KC009", message)
