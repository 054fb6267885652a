import pytest

from desktop_dialer.contacts.reading import read_contacts
from desktop_dialer.core.errors import InvalidInput


@pytest.fixture
def read(tmp_path):
    def read_text(content, country=None):
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_contacts(path, country))

    return read_text


def brief(row):
    contact = row.contact
    return contact.name, contact.company, [(number.label, number.text) for number in contact.numbers], contact.note


def test_google_of_today(read):
    (row,) = read(
        "First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Notes,Labels,"
        "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
        'Jan,de,Wit,,"Wit, Jan",ACME,"two\nlines",* myContacts ::: * starred,x@example.com,Mobile,'
        "+31 6 1 ::: 020 5,* Work,020 2\n"
    )
    assert brief(row) == (
        "Jan de Wit",
        "ACME",
        [("Mobile", "+31 6 1"), ("Mobile", "020 5"), ("Work", "020 2")],
        "two\nlines",
    )
    assert row.contact.favourite


def test_google_of_old(read):
    (row,) = read(
        "Name,Given Name,Family Name,Notes,Group Membership,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name\n"
        "Jan Wit,Jan,Wit,,* My Contacts,Mobile,020 1,ACME\n"
    )
    assert brief(row) == ("Jan Wit", "ACME", [("Mobile", "020 1")], "")
    assert not row.contact.favourite


def test_outlook_in_english_and_dutch_and_german(read):
    english = (
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Business Fax,Business Phone,Business Phone 2,Home Phone,"
        "Mobile Phone,Assistant's Phone,Notes\r\n,Jan,,Wit,Jr.,ACME,020 1,020 2,020 3,020 4,020 5,020 6,x\r\n"
    )
    assert brief(read(english)[0]) == (
        "Jan Wit Jr.",
        "ACME",
        [
            ("work fax", "020 1"),
            ("work", "020 2"),
            ("work 2", "020 3"),
            ("home", "020 4"),
            ("mobile", "020 5"),
            ("assistant", "020 6"),
        ],
        "x",
    )
    dutch = "Voornaam;Achternaam;Bedrijf;Mobiele telefoon;Telefoon op werk\nJan;Wit;ACME;06 1;020 1\n"
    assert brief(read(dutch)[0]) == ("Jan Wit", "ACME", [("mobile", "06 1"), ("work", "020 1")], "")
    german = "Vorname;Nachname;Firma;Telefon geschäftlich;Mobiltelefon;Notizen\nJörg;Groß;AG;030 1;0170 1;ä\n"
    found = brief(read(german.encode("cp1252"))[0])
    assert found == ("Jörg Groß", "AG", [("work", "030 1"), ("mobile", "0170 1")], "ä")


def test_thunderbird(read):
    (row,) = read(
        "First Name,Last Name,Display Name,Nickname,Primary Email,Work Phone,Home Phone,Fax Number,Pager Number,"
        "Mobile Number,Organization,Notes\nJan,Wit,Jan de Wit,,,020 1,020 2,020 3,,06 1,ACME,\n"
    )
    expected = [("work", "020 1"), ("home", "020 2"), ("fax", "020 3"), ("mobile", "06 1")]
    assert brief(row) == ("Jan de Wit", "ACME", expected, "")


def test_apple_by_its_labels(read):
    (row,) = read("First name,Last name,Organization,Phone (iPhone),Phone: front desk,mobile\nJan,Wit,ACME,1,2,3\n")
    assert brief(row) == ("Jan Wit", "ACME", [("iphone", "1"), ("front desk", "2"), ("mobile", "3")], "")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_delimiter_and_charset_are_found(read, delimiter, encoding):
    text = f"Name{delimiter}Phone\r\nZoë{delimiter}020 1\r\n"
    assert brief(read(text.encode(encoding))[0]) == ("Zoë", "", [("", "020 1")], "")


def test_excel_may_name_the_delimiter_and_blank_lines_are_passed_over(read):
    rows = read("sep=#\n\n Name #PHONE\n\nJan#020 1\n#\n\nPiet#020 2\n", "NL")
    assert [(row.line, row.contact.name) for row in rows] == [(5, "Jan"), (8, "Piet")]


def test_a_list_of_bare_numbers_has_contacts_too(read):
    rows = read("Phone\n020 1\n020 2\n")
    assert [row.contact.title for row in rows] == ["020 1", "020 2"]


def test_short_and_long_rows_are_read_as_far_as_they_go(read):
    rows = read("Name,Company,Phone\nJan\nPiet,ACME,020 1,more,and more\n")
    assert [brief(row)[:3] for row in rows] == [("Jan", "", []), ("Piet", "ACME", [("", "020 1")])]


def test_the_guard_against_formulas_is_taken_off(read):
    (row,) = read("Name,Phone\n'=SUM(1),'+31 20 1\n")
    assert brief(row)[:3] == ("=SUM(1)", "", [("", "+31 20 1")])


def test_what_cannot_be_taken_in_is_skipped_with_its_line_and_reason(read):
    rows = read('Name,Phone,Note\n,,only a note\nJan,n/a,\n"Piet\nKlaas",020 1,\n' + "x" * 501 + ",020 1,\n")
    assert [(row.line, row.contact is None, row.remarks) for row in rows] == [
        (2, True, ("it has neither a name nor a number",)),
        (3, False, ("a number was left out: “n/a” holds no digit",)),
        (4, True, ("its name runs over 2 lines: a quotation mark is missing or one too many",)),
        (6, True, ("its name is longer than 500 characters",)),
    ]
    assert rows[2].title == "Piet Klaas 020 1"


@pytest.mark.parametrize(
    "text",
    ['Name,Phone,Note\nJan,020 1,"open\nPiet,020 2,\n', 'Name,Phone,Note\nJan,020 1,"' + "x,y\n" * 50_000],
    ids=["short", "long"],
)
def test_a_quotation_mark_that_is_never_closed_is_named(read, text):
    with pytest.raises(InvalidInput, match="line 2: a quotation mark is never closed"):
        read(text)


def test_unknown_columns_are_named(read):
    with pytest.raises(InvalidInput, match="known to hold telephone numbers: “Colour”, “Size”, “Name”"):
        read("Colour,Size,Name\nred,1,x\n")
    with pytest.raises(InvalidInput, match="“c11” and 8 more"):
        read(",".join(f"c{place}" for place in range(20)))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither a vCard nor a table"),
        (b"\n \n", "holds no line"),
        (b"sep=;\n", "holds no line"),
        (b"Name,Phone\nJan," + b"1" * 100_001, "line 2 is longer than 100000 characters"),
        (b"\xff\xfe\0", "known to hold|holds no line|neither"),
    ],
    ids=range(5),
)
def test_what_is_no_table_is_refused(read, content, fault):
    with pytest.raises(InvalidInput, match=fault):
        read(content)


def test_nuls_are_passed_over(read):
    assert brief(read(b"Name,Phone\nJ\0an,02\x000 1\n" + b"Piet,020 2\n" * 40)[0])[0] == "Jan"
