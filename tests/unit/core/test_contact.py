import pytest

from desktop_dialer.core.contact import (
    MAX_NAME,
    MAX_NOTE,
    MAX_NUMBERS,
    Contact,
    ContactNumber,
    contact,
    contact_number,
)
from desktop_dialer.core.errors import InvalidInput


def number(text, label="", country=None):
    return contact_number(label, text, country=country)


def test_a_number_is_kept_as_given_with_its_international_form_beside_it():
    found = number(" 020 123 45 67 ", "work", "NL")
    assert found == ContactNumber(label="work", text="020 123 45 67", key="+31201234567")
    assert found.identity == number("+31 20-1234567").identity == "+31201234567"


@pytest.mark.parametrize("text", ["0800 FLOWERS", "020 123 ext. 4", "020 1234567", "+31 (0)20 1234567"])
def test_a_number_without_a_known_international_form_is_kept_all_the_same(text):
    found = number(text)
    assert (found.text, found.key) == (text, None)
    assert found.identity.isdigit()


@pytest.mark.parametrize(("text", "fault"), [("n/a", "no digit"), ("", "no digit"), ("1" * 101, "longer than 100")])
def test_what_is_no_number_is_refused(text, fault):
    with pytest.raises(InvalidInput, match=fault):
        number(text)


def test_texts_are_made_fit_to_show():
    found = contact(
        id=" a\tb ", name="Jan\r\nde \u202eWit\0\ud800", company=" A\u2028B ", note=" one\r\n two\x85three\x07\t. \n"
    )
    assert (found.id, found.name, found.company) == ("a b", "Jan de Wit", "A B")
    assert found.note == "one\n two\nthree\t."


def test_the_joiners_of_persian_and_emoji_stay():
    assert contact(name="می\u200cخواهم 👩\u200d💻").name == "می\u200cخواهم 👩\u200d💻"


def test_a_number_stands_once_and_the_first_spelling_of_it_counts():
    found = contact(name="Jan", numbers=(number("+31201234567", "a"), number("112"), number("+31 20 1234567", "b")))
    assert [(one.label, one.text) for one in found.numbers] == [("a", "+31201234567"), ("", "112")]


def test_a_name_that_is_one_of_the_numbers_is_no_name():
    found = contact(name="020 123", numbers=(number("020 123"),))
    assert (found.name, found.title) == ("", "020 123")


def test_the_title_is_the_name_else_the_company():
    assert contact(name="Jan", company="ACME").title == "Jan"
    assert contact(company="ACME", numbers=(number("112"),)).title == "ACME"


def test_a_contact_without_a_number_is_kept():
    assert contact(name="Jan") == Contact(id="", name="Jan")


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({}, "neither a name nor a number"),
        ({"note": "only a note"}, "neither a name nor a number"),
        ({"name": "x" * (MAX_NAME + 1)}, "its name is longer than 500"),
        ({"name": "Jan", "company": "x" * (MAX_NAME + 1)}, "its company is longer"),
        ({"name": "Jan", "id": "x" * 256}, "its UID is longer"),
        ({"name": "Jan", "note": "x" * (MAX_NOTE + 1)}, "its note is longer"),
        ({"numbers": tuple(number(f"020{place}") for place in range(MAX_NUMBERS + 1))}, "more than 100 numbers"),
    ],
    ids=range(7),
)
def test_what_is_no_contact_is_refused_with_its_reason(fields, fault):
    with pytest.raises(InvalidInput, match=fault):
        contact(**fields)
