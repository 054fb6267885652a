import os
from types import MappingProxyType

import pytest

from desktop_dialer.core.errors import StorageFailed
from desktop_dialer.core.settings import TEXT_SIZES, Look, Motion, Settings
from desktop_dialer.storage.settings import TomlSettings
from tests.unit.storage.material import start_python

CHOSEN = Settings(
    look=Look.DARK,
    motion=Motion.NONE,
    text_size=150,
    ring_first=MappingProxyType({"a1": "+31 20 555 0199", "weird key.☎": '"1906"'}),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "my home ☎" / "settings.toml"


@pytest.fixture
def settings(path):
    return TomlSettings(path)


def write(path, content):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_without_a_file_everything_is_as_it_comes(settings, path):
    assert settings.read() == Settings()
    assert not path.parent.exists()


@pytest.mark.parametrize("chosen", [CHOSEN, Settings(), *(Settings(text_size=size) for size in TEXT_SIZES)])
def test_what_was_chosen_is_there_again(settings, path, chosen):
    settings.save(chosen)
    assert TomlSettings(path).read() == chosen


def test_a_choice_can_be_taken_back(settings):
    settings.save(CHOSEN)
    settings.save(Settings())
    assert settings.read() == Settings()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('look = "sepia"', {}),
        ("look = 3", {}),
        ("look = ['dark']", {}),
        ('motion = "fast"', {}),
        ("motion = false", {}),
        ("text_size = 120", {}),
        ('text_size = "150"', {}),
        ("text_size = true", {}),
        ("text_size = 100.0", {}),
        ("ring_first = 'x'", {}),
        ("ring_first = {a1 = 1906, a2 = '1907'}", {"ring_first": {"a2": "1907"}}),
    ],
)
def test_a_value_that_is_not_understood_spoils_no_other(settings, path, line, expected):
    others = {"look": 'look = "dark"', "motion": 'motion = "none"', "text_size": "text_size = 200"}
    others.pop(line.split()[0], None)
    write(path, "\n".join([line, *others.values(), 'geometry = "800x600"']))
    read = settings.read()
    assert read.look is (Look.DARK if "look" in others else Look.SYSTEM)
    assert read.motion is (Motion.NONE if "motion" in others else Motion.SYSTEM)
    assert read.text_size == (200 if "text_size" in others else 100)
    assert read.ring_first == expected.get("ring_first", {})


def test_what_a_newer_version_wrote_stays_until_something_else_is_chosen(settings, path):
    write(path, 'look = "sepia"\ndefault_account = "Office"\n[later]\nx = 1\n')
    settings.save(Settings(text_size=125))
    assert all(words in path.read_text() for words in ('look = "sepia"', "default_account", "[later]", "= 125"))
    settings.save(Settings(look=Look.LIGHT))
    text = path.read_text()
    assert "sepia" not in text
    assert "[later]" in text
    assert settings.read() == Settings(look=Look.LIGHT)


@pytest.mark.parametrize("content", [b"look = ", b"x = '\xff'", b"x = " + b"[" * 50_000])
def test_a_damaged_file_is_named_and_never_written_over(settings, path, content):
    write(path, content)
    for act in (settings.read, lambda: settings.save(CHOSEN)):
        with pytest.raises(StorageFailed, match=r"settings .*settings\.toml.* is damaged"):
            act()
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_read_is_named(settings, path):
    path.mkdir(parents=True)
    with pytest.raises(StorageFailed, match=r"settings\.toml"):
        settings.read()


def test_a_full_disk_leaves_the_old_settings(settings, path, monkeypatch):
    settings.save(CHOSEN)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFailed, match="the disk is full"):
        settings.save(Settings())
    monkeypatch.undo()
    assert settings.read() == CHOSEN


READ = """
import sys
from pathlib import Path
from desktop_dialer.storage.settings import TomlSettings
TomlSettings(Path(sys.argv[1])).read()
print(sorted({"tomllib", "tomli_w", "asyncio", "ssl", "phonenumbers", "logging"} & sys.modules.keys()))
"""


def test_a_first_start_loads_no_reader_of_toml(path):
    said, _ = start_python(READ, path).communicate(timeout=60)
    assert said.strip() == "[]"
