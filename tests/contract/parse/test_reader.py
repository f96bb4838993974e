"""Pages from a folder or files, and clear words when they cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from stub_server.contract import Page, PagesUnreadable, read_pages


def test_a_folder_gives_its_pages_by_name(tmp_path: Path) -> None:
    for name in ("b.md", "a.md", "note.txt"):
        (tmp_path / name).write_text(f"# {name} ü\n", encoding="utf-8")
    assert read_pages(tmp_path) == [
        Page((tmp_path / "a.md").as_posix(), "# a.md ü\n"),
        Page((tmp_path / "b.md").as_posix(), "# b.md ü\n"),
    ]


def test_files_are_read_once_each(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("x", encoding="utf-8")
    assert read_pages([file, tmp_path]) == [Page(file.as_posix(), "x")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.md", None, "does not exist"),
        ("latin.md", b"\xe4", "not UTF-8"),
        ("", None, "no pages"),
    ],
)
def test_an_unreadable_file_is_named(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(PagesUnreadable, match=words) as caught:
        read_pages(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
