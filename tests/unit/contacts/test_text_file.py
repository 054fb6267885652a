import os

import pytest

from desktop_dialer.contacts import text_file
from desktop_dialer.contacts.text_file import MAX_LINE, open_text
from desktop_dialer.core.errors import InvalidInput


def test_lines_come_without_their_ends_and_with_their_numbers(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"one\r\ntwo\n\n" + b"x" * (3 * MAX_LINE) + b"\nlast")
    lines = list(open_text(path).lines())
    assert [(line.number, len(line.text), line.is_cut) for line in lines] == [
        (1, 3, False),
        (2, 3, False),
        (3, 0, False),
        (4, MAX_LINE, True),
        (5, 4, False),
    ]


def test_a_line_of_just_the_limit_is_whole(tmp_path):
    path = tmp_path / "file"
    for end in ("", "\n"):
        path.write_text("x" * MAX_LINE + end)
        assert [(len(line.text), line.is_cut) for line in open_text(path).lines()] == [(MAX_LINE, False)]


def test_a_character_that_is_cut_at_the_end_of_a_block_is_still_utf_8(tmp_path, monkeypatch):
    monkeypatch.setattr(text_file, "_BLOCK", 3)
    path = tmp_path / "file"
    path.write_text("aaë☎bb", encoding="utf-8")
    assert open_text(path).encoding == "utf-8"
    path.write_bytes("aaë☎".encode()[:-1])
    assert open_text(path).encoding == "cp1252"


@pytest.mark.parametrize("make", ["nothing", "folder", "empty", "fifo", "nul", "large"])
def test_what_is_no_file_to_read_is_refused_at_once(tmp_path, make):
    path = tmp_path / "file"
    match make:
        case "folder":
            path.mkdir()
        case "empty":
            path.touch()
        case "fifo":
            os.mkfifo(path)
        case "nul":
            path = tmp_path / "a\0b"
        case "large":
            with path.open("wb") as file:
                file.truncate(51 * 1024 * 1024)
    with pytest.raises(InvalidInput) as refusal:
        open_text(path)
    assert refusal.value.name == "FILE"


def test_a_file_that_goes_away_is_a_sentence(tmp_path):
    path = tmp_path / "file"
    path.write_text("x")
    file = open_text(path)
    path.unlink()
    with pytest.raises(InvalidInput, match="cannot be read: no such file"):
        list(file.lines())
