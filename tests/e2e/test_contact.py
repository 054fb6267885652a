"""`contact`: files in and out of the real program."""

import pytest

CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Zoë van Dam
ORG:ACME
TEL;TYPE=CELL:+31 6 12345678
TEL;TYPE=WORK:020 765 4321
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Ada Berg
END:VCARD
BEGIN:VCARD
VERSION:3.0
NOTE:nobody
END:VCARD
BEGIN:VCARD
KIND:group
FN:Red \x1b[31m
END:VCARD
"""


@pytest.fixture
def cards(tmp_path):
    path = tmp_path / "in.vcf"
    path.write_text(CARDS)
    return path


async def test_a_file_is_taken_in_listed_and_found(dialer, cards):
    taken = await dialer.run("contact", "import", str(cards))
    assert taken.code == 0
    assert "line 12: skipped: it has neither a name nor a number" in taken.out
    assert "line 16, Red [31m: skipped: it is a group" in taken.out
    assert "4 contacts read: 2 new, 0 same, 0 changed, 2 skipped. 1 is without a number" in taken.out
    listed = await dialer.run("contact", "list", "--json")
    assert [one["name"] for one in listed.objects] == ["Ada Berg", "Zoë van Dam"]
    assert listed.objects[1]["numbers"] == [
        {"label": "mobile", "number": "+31 6 12345678", "e164": "+31612345678"},
        {"label": "work", "number": "020 765 4321", "e164": None},
    ]
    for text in ("zoe", "ACME", "zvd", "0207654321", "0612345678", "0031612345678"):
        found = await dialer.run("contact", "search", text, "--json")
        assert [one["name"] for one in found.objects] == ["Zoë van Dam"], text
    shown = await dialer.run("contact", "search", "zoe")
    assert "Zoë van Dam" in shown.out
    assert "+31 6 12345678" in shown.out


async def test_the_same_file_again_changes_nothing(dialer, cards):
    await dialer.run("contact", "import", str(cards))
    before = await dialer.run("contact", "list", "--json")
    again = await dialer.run("contact", "import", str(cards))
    assert "0 new, 2 same, 0 changed, 2 skipped" in again.out
    assert (await dialer.run("contact", "list", "--json")).out == before.out


@pytest.mark.parametrize("suffix", [".vcf", ".csv"])
async def test_what_is_written_comes_back_in_another_home(dialer, cards, tmp_path, suffix):
    await dialer.run("contact", "import", str(cards))
    written = tmp_path / f"out{suffix}"
    ended = await dialer.run("contact", "export", str(written))
    assert (ended.code, ended.err) == (0, f"2 contacts written to {written}.\n")
    assert written.stat().st_mode & 0o077 == 0
    before = await dialer.run("contact", "list", "--json")
    dialer.home = tmp_path / "other home"
    await dialer.run("contact", "import", str(written))
    assert (await dialer.run("contact", "list", "--json")).out == before.out


async def test_a_file_that_exists_is_replaced_only_when_asked_to(dialer, tmp_path):
    path = tmp_path / "out.vcf"
    path.write_text("mine")
    refused = await dialer.run("contact", "export", str(path))
    assert (refused.code, path.read_text()) == (2, "mine")
    assert "--yes" in refused.err
    assert (await dialer.run("contact", "export", str(path), "--yes")).code == 0
    assert path.read_text() == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "nowhere.vcf"), "no such file"),
        (("import", "."), "is not a file"),
        (("export", "x.xlsx"), ".vcf"),
        (("export", "nowhere/x.vcf"), "is no folder"),
        (("export", "/dev/null/x.vcf"), "is no folder"),
    ],
)
async def test_a_wrong_file_is_a_sentence(dialer, words, said):
    ended = await dialer.run("contact", *words)
    assert ended.code == 2
    assert said in ended.err


async def test_a_file_of_something_else_is_refused_whole(dialer, tmp_path):
    path = tmp_path / "in.csv"
    path.write_text('Name,Phone\nJan,020 1\nPiet,"020 2\n')
    assert (await dialer.run("contact", "import", str(path))).code == 2
    path.write_text("Colour,Size\nred,1\n")
    ended = await dialer.run("contact", "import", str(path))
    assert ended.code == 2
    assert "“Colour”, “Size”" in ended.err
    assert (await dialer.run("contact", "list", "--json")).out == ""


async def test_nobody_is_said_to_be_there(dialer):
    assert "no contact yet" in (await dialer.run("contact", "list")).err
    found = await dialer.run("contact", "search", "x")
    assert (found.code, found.out) == (0, "")
    assert "Nobody" in found.err


async def test_a_folder_that_cannot_be_used_is_the_programs_own_fault(dialer, cards, tmp_path):
    dialer.home = tmp_path / "file"
    dialer.home.write_text("")
    ended = await dialer.run("contact", "import", str(cards))
    assert ended.code == 1
    assert "could not be used" in ended.err
