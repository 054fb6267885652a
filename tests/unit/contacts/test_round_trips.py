"""What is written is read back as it was; and what nobody wrote is read without an accident."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_dialer.contacts.reading import read_contacts
from desktop_dialer.contacts.writing import check_suffix, content_of
from desktop_dialer.core.contact import contact, contact_number
from desktop_dialer.core.errors import InvalidInput

# Characters that formats quote, escape, guard or fold come up often.
CHARACTERS = st.one_of(st.sampled_from("\\,;:\"'=+-@|\n\t ☎ë_$!<>*#%"), st.characters(exclude_categories=("Cs",)))
TEXT = st.text(CHARACTERS, max_size=40)
LABEL = st.one_of(st.sampled_from(["", "work", "home", "mobile", "work fax", "Work", "mobile work", "main"]), TEXT)
NUMBER = st.one_of(
    st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True),
    st.from_regex(r"[0-9 ()+./-]{0,10}[0-9][0-9 ()./-]{0,10}", fullmatch=True),
    TEXT.map(lambda text: f"{text}1"),
)


@st.composite
def contacts(draw):
    numbers = [contact_number(draw(LABEL), text, country="NL") for text in draw(st.lists(NUMBER, max_size=4))]
    try:
        return contact(
            id=draw(TEXT),
            name=draw(TEXT),
            company=draw(TEXT),
            numbers=tuple(numbers),
            favourite=draw(st.booleans()),
            note=draw(st.text(CHARACTERS, max_size=200)),
        )
    except InvalidInput:
        return contact(name="Jan", numbers=tuple(numbers))


@pytest.mark.parametrize("suffix", [".vcf", ".csv"])
@given(people=st.lists(contacts(), min_size=1, max_size=5))
@settings(max_examples=200)
def test_what_is_written_comes_back_identical(suffix, people):
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content_of(path, people))
        rows = list(read_contacts(path, "NL"))
    assert [(row.contact, row.remarks) for row in rows] == [(one, ()) for one in people]


PIECES = st.one_of(
    st.sampled_from([
        b"BEGIN:VCARD\n", b"END:VCARD\n", b"TEL", b";", b"ENCODING=QUOTED-PRINTABLE", b"=\n", b"\n ", b":", b'"',
        b"\\", b",", b"N:", b"CHARSET=utf-7", b"CHARSET=idna", b"CHARSET=hex", b"ENCODING=b", b"AGENT:\n", b"a.b",
        b"Name,Phone\n", b"PREF=-1", b"\0", b"\xff\xfe", b"VALUE=uri:tel:%", b"X-ABLabel",
    ]),
    st.binary(max_size=8),
)  # fmt: skip


@pytest.mark.parametrize("start", [b"", b"BEGIN:VCARD\n", b"Name,Phone,Note\n"])
@given(pieces=st.lists(PIECES, min_size=1, max_size=40))
@settings(max_examples=200)
def test_no_file_is_an_accident(start, pieces):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(start + b"".join(pieces))
        try:
            rows = list(read_contacts(path, "NL"))
        except InvalidInput:
            return
    assert all(row.contact or row.remarks for row in rows)


def test_no_cell_of_a_spreadsheet_is_a_formula():
    evil = "=cmd|' /C calc'!A0"
    person = contact(name=evil, company="@x", note="-1+1", numbers=(contact_number("+a", "+31 20 1", country=None),))
    text = content_of(Path("x.csv"), [person]).decode("utf-8-sig")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in text.splitlines()[1].split(","))
    plain = contact(name="Jan", numbers=(contact_number("", "+31201234567", country=None),))
    assert ",+31201234567" in content_of(Path("x.csv"), [plain]).decode()


def test_a_vcard_line_is_no_longer_than_75_octets():
    person = contact(name="☎" * 100, note="é" * 1000)
    assert max(map(len, content_of(Path("x.vcf"), [person]).split(b"\r\n"))) <= 75


def test_a_name_that_asks_for_no_form_is_refused():
    check_suffix(Path("x.VCF"))
    with pytest.raises(InvalidInput, match=r"\.vcf .* \.csv"):
        check_suffix(Path("x.xlsx"))
