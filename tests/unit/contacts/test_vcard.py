import pytest

from desktop_dialer.contacts.reading import read_contacts
from desktop_dialer.core.errors import InvalidInput


@pytest.fixture
def read(tmp_path):
    """Reads a file with that content, as text or bytes."""

    def read_text(content, country=None):
        path = tmp_path / "file.vcf"
        path.write_bytes(content if isinstance(content, bytes) else content.replace("\n", "\r\n").encode())
        return list(read_contacts(path, country))

    return read_text


def card(*lines, version="3.0"):
    return "\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


@pytest.fixture
def one(read):
    """The one contact of a card with these lines."""

    def read_one(*lines, version="3.0", country=None):
        (row,) = read(card(*lines, version=version), country)
        assert row.contact is not None, row.remarks
        return row.contact

    return read_one


def numbers(contact):
    return [(number.label, number.text) for number in contact.numbers]


def test_an_old_telephone_writes_quoted_printable_in_a_charset(one):
    found = one(
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg;;Dr.;",
        "TEL;CELL;VOICE:+49 170 1234567",
        "TEL;WORK;FAX:030 1",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:eins=0D=0A=",
        "zwei =E2=98=8E",
        "ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:K=C3=A4se;Ein=",
        "kauf",
        version="2.1",
    )
    assert (found.name, found.company, found.note) == ("Dr. Jörg Müller", "Käse, Einkauf", "eins\nzwei ☎")
    assert numbers(found) == [("mobile", "+49 170 1234567"), ("work fax", "030 1")]


def test_a_soft_break_that_lacks_its_line_does_not_swallow_the_end(read):
    text = card("FN;ENCODING=QUOTED-PRINTABLE:Jan=", version="2.1") + card("FN:Piet")
    assert [row.contact.name for row in read(text)] == ["Jan", "Piet"]


def test_raw_bytes_are_read_by_the_charset_that_is_named_or_as_windows_wrote_them(read):
    content = (
        b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=windows-1251:\xc8\xe2\xe0\xed\nEND:VCARD\n"
        b"BEGIN:VCARD\nVERSION:2.1\nFN:J\xf6rg\nEND:VCARD\n"
        b"BEGIN:VCARD\nVERSION:3.0\nFN;CHARSET=no-such:Zo\xc3\xab\nEND:VCARD\n"
    )
    assert [row.contact.name for row in read(content)] == ["Иван", "Jörg", "Zoë"]


def test_lines_are_unfolded_even_within_a_character(read):
    content = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Zo\xc3\r\n \xab \r\n de\r\n\t  Wit\r\nEND:VCARD\r\n"
    assert read(content)[0].contact.name == "Zoë de Wit"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_known_by_its_mark_or_its_shape(read, encoding):
    assert read(card("FN:Zoë Łódź").encode(encoding))[0].contact.name == "Zoë Łódź"


def test_version_four_gives_addresses_types_and_a_preference(one):
    found = one(
        "UID:urn:uuid:1",
        "FN:Anne",
        "TEL;VALUE=uri;TYPE=home:tel:+31-20-1234567;ext=12",
        'TEL;VALUE=uri;PREF=1;TYPE="voice,cell":tel:+31%206%2012345678',
        "TEL;TYPE=work,fax:020 1",
        "TEL;VALUE=uri:tel:*21*1%23",
        "NOTE:one\\nTwo\\, three\\; \\\\four",
        version="4.0",
    )
    assert (found.id, found.note) == ("urn:uuid:1", "one\nTwo, three; \\four")
    assert numbers(found) == [
        ("mobile", "+31612345678"),
        ("home (ext. 12)", "+31201234567"),
        ("work fax", "020 1"),
        ("", "*21*1%23"),
    ]


def test_apple_groups_a_number_with_its_label(one):
    found = one(
        "FN:Anne",
        "item1.TEL;type=pref:020 1",
        "item1.X-ABLabel:_$!<Main>!$_",
        "item2.TEL;type=WORK:020 2",
        "item2.X-ABLabel:Front desk\\, left",
        "TEL;type=CELL;type=VOICE;type=pref:020 3",
        "TEL;type=IPHONE;type=X-Boat:020 4",
    )
    assert numbers(found) == [
        ("main", "020 1"),
        ("mobile", "020 3"),
        ("Front desk, left", "020 2"),
        ("iPhone boat", "020 4"),
    ]


def test_national_numbers_get_their_country(one):
    found = one("FN:Anne", "TEL:020 1234567", country="NL")
    assert found.numbers[0].key == "+31201234567"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("FN:", "N:Wit;Jan;Piet,Klaas;Dr.;MSc"), "Dr. Jan Piet Klaas Wit MSc"),
        (("N:O\\;Neill;Ann",), "Ann O;Neill"),
        (("FN:First", "FN:Second"), "First"),
        (("NICKNAME:Bob", "N:;;;;"), "Bob"),
        (("ORG:ACME", "KIND:org", "FN:ACME"), ""),
        (("ORG:ACME", "FN:ACME"), "ACME"),
        (('FN;X="a:b;c":Quoted',), "Quoted"),
        (("fn;LANGUAGE=en:lower case",), "lower case"),
        (("FN;ENCODING=b:Wm/Dqw==",), "Zoë"),
        (("FN;ENCODING=b:A",), "A"),
    ],
)
def test_the_name_is_found(one, lines, name):
    assert one(*lines, "ORG:ACME").name == name


def test_a_backslash_of_version_two_is_no_line_break(one):
    assert one("FN:Jan", "NOTE:C:\\new\\;x", version="2.1").note == "C:\\new;x"


def test_a_photo_is_passed_over_however_long(read):
    photo = "PHOTO;ENCODING=b:" + "\n ".join("A" * 70 for _ in range(20_000))
    (row,) = read(card("FN:Jan", photo, "TEL:112"))
    assert (row.contact.name, row.remarks) == ("Jan", ())


def test_a_photo_on_one_line_is_passed_over_too(read):
    (row,) = read(card("FN:Jan", "PHOTO;ENCODING=b:" + "A" * 3_000_000, "TEL:112"))
    assert (numbers(row.contact), row.remarks) == ([("", "112")], ())


def test_a_text_that_is_too_long_is_left_out_and_said(read):
    for note in ("x" * 100_001, "\n ".join("x" * 70 for _ in range(2000))):
        (row,) = read(card("FN:Jan", f"NOTE:{note}", "TEL:112"))
        assert (row.contact.note, row.remarks) == ("", ("its NOTE is longer than 100000 characters and was left out",))


def test_a_favourite_is_marked(one):
    assert one("FN:Jan", "X-FOLKS-FAVOURITE:true").favourite
    assert not one("FN:Jan", "X-FOLKS-FAVOURITE:false").favourite


def test_what_is_nested_in_a_card_is_not_the_card(one, read):
    found = one("FN:Boss", "AGENT:", *card("FN:Agent", "TEL:1").splitlines(), "TEL:112", version="2.1")
    assert (found.name, numbers(found)) == ("Boss", [("", "112")])
    deep = "\n".join(["BEGIN:VNOTE"] * 3000 + ["END:VNOTE"] * 3000)
    assert read(card("FN:Jan", deep))[0].contact.name == "Jan"


def test_what_cannot_be_taken_in_is_skipped_with_its_line_and_reason(read):
    text = (
        card("FN:Jan", "TEL:n/a", "TEL:")
        + card("NOTE:nothing else")
        + card("KIND:group", "FN:Friends", version="4.0")
        + card("X-ADDRESSBOOKSERVER-KIND:group", "FN:Family")
        + "BEGIN:VCARD\nFN:Half\n"
        + card("FN:Piet", "no property", ":", "1 2:3", "X:")
        + "BEGIN:VCARD\nFN:Cut"
    )
    rows = read(text)
    assert [(row.line, row.contact.name if row.contact else row.title) for row in rows] == [
        (1, "Jan"),
        (7, ""),
        (11, "Friends"),
        (16, "Family"),
        (21, "Half"),
        (23, "Piet"),
        (31, "Cut"),
    ]
    assert [row.remarks for row in rows] == [
        ("a number was left out: “n/a” holds no digit",),
        ("it has neither a name nor a number",),
        ("it is a group of contacts and not one of them",),
        ("it is a group of contacts and not one of them",),
        ("its end is missing",),
        (),
        ("the file ends in the middle of it",),
    ]


def test_nuls_and_other_controls_are_passed_over(read):
    (row,) = read(b"BEGIN:VCARD\nFN:J\0a\x07n\nTEL:1\0\n\0\0\nEND:VCARD\n" + b"\n" * 200)
    assert (row.contact.name, numbers(row.contact)) == ("Jan", [("", "1")])


@pytest.mark.parametrize(
    "content", [b"\n\n", b"hello", b"\x89PNG\r\n\x1a\n\xff\xfe", b"BEGIN:VCALENDAR\nEND:VCALENDAR"]
)
def test_a_file_without_a_card_is_refused(read, content):
    with pytest.raises(InvalidInput, match="holds no vCard"):
        read(content)


def test_a_card_may_stand_behind_other_lines_in_a_file_of_any_name(tmp_path):
    path = tmp_path / "contacts.txt"
    path.write_text("\n# exported\n" + card("FN:Jan"))
    assert [row.contact.name for row in read_contacts(path, None)] == ["Jan"]
