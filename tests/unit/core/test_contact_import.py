import pytest

from desktop_dialer.core.contact import Contact, contact_number
from desktop_dialer.core.contact_import import Outcome, Remark, Report, Row, difference, find_known, may_be, merged


def person(name="Jan", *numbers, country=None, **fields):
    own = tuple(contact_number(*(one if isinstance(one, tuple) else ("", one)), country=country) for one in numbers)
    return Contact(**{"id": "", "name": name, "numbers": own, **fields})


def test_given_texts_count_and_numbers_are_added():
    known = person("Jan", "020 1", ("work", "020 2"), id="a", company="ACME", note="old", favourite=True)
    given = person("Jan Wit", ("home", "020-2"), "020 3", note="new")
    after = merged(known, given)
    assert (after.id, after.name, after.company, after.note, after.favourite) == ("a", "Jan Wit", "ACME", "new", True)
    assert [(one.label, one.text) for one in after.numbers] == [("", "020 1"), ("home", "020-2"), ("", "020 3")]


def test_what_is_not_given_stays():
    known = person("Jan", ("work", "+31 20 1234567"), id="a", note="old")
    assert merged(known, person("", "+31 20 1234567")) == known


def test_a_national_number_is_known_again_where_the_country_has_gone_or_come():
    with_country = person("Jan", "020 1234567", id="a", country="NL")
    without = person("Jan", "020 1234567", id="a")
    assert merged(with_country, without) == with_country
    assert merged(without, with_country) == with_country
    assert difference(without, with_country) == "1 number changed"


def test_a_contact_is_known_by_name_and_number():
    known = [person("Jan", "020 1", id="a"), person("Jan", "020 2", id="b")]
    assert find_known(person("Jan", "020 2", "020 3"), known, ()) is known[1]
    assert find_known(person("Jan", "020 9"), known, ()) is None


def test_one_that_is_the_same_goes_before_one_that_holds_it_and_that_before_one_that_shares_a_number():
    sharing = person("Jan", "020 1", id="a", company="Other")
    holding = person("Jan", "020 1", "020 2", id="b", company="ACME")
    same = person("Jan", "020 1", id="c", company="ACME")
    given = person("Jan", "020 1", company="ACME")
    assert find_known(given, [sharing, holding, same], ()) is same
    assert find_known(given, [sharing, holding], ()) is holding
    assert find_known(given, [sharing], ()) is sharing


@pytest.mark.parametrize(
    ("given", "is_found"),
    [
        (person("Jan", "020 1"), True),
        (person("Jan", "020 1", "020 2"), True),
        (person("Jan", "020 1", note="old"), True),
        (person("Jan", "020 1", note="other"), False),
        (person("Jan", ("home", "020 1")), False),
        (person("Jan", "020-1"), False),
    ],
    ids=range(6),
)
def test_a_further_row_of_the_file_may_add_and_overrules_nothing(given, is_found):
    known = person("Jan", ("work", "020 1"), id="a", note="old")
    assert (find_known(given, [known], {"a"}) is known) == may_be(known, given, {"a"}) == is_found
    assert may_be(known, given, set())


def test_a_file_that_gives_ids_tells_its_contacts_apart_itself():
    known = person("Jan", "020 1", id="a")
    assert find_known(person("Jan", "020 1", id="b"), [known], {"a"}) is None
    assert find_known(person("Jan", "020 1", id="b"), [known], ()) is known


def test_a_contact_without_a_number_is_known_where_it_adds_nothing():
    known = person("Jan", "020 1", id="a", company="ACME")
    assert find_known(person("Jan"), [known], ()) is known
    assert find_known(person("Jan", company="Other"), [known], ()) is None


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (person("Jan", "020 1"), ""),
        (person("Jan", "020 1", "020 2", "020 3"), "2 numbers added"),
        (person("Jan", ("home", "020 1")), "1 number changed"),
        (person("Piet", "020 1", company="A", note="n"), "name changed, company added, note added"),
        (person("Jan", "020 1", favourite=True), "now a favourite"),
    ],
    ids=range(5),
)
def test_a_difference_is_told_in_words(after, words):
    assert difference(person("Jan", "020 1"), after) == words


def test_a_report_counts_and_keeps_what_there_is_to_say():
    report = Report()
    report.enter(Row(line=1, contact=person("Jan", "020 1")), Outcome.NEW)
    report.enter(Row(line=4, contact=person("Piet"), remarks=("one",)), Outcome.CHANGED, "two")
    report.enter(Row(line=9, contact=None, title="x", remarks=("why",)), Outcome.SKIPPED)
    assert report.counts == {Outcome.NEW: 1, Outcome.CHANGED: 1, Outcome.SKIPPED: 1}
    assert report.without_number == 1
    assert report.remarks == [
        Remark(line=4, title="Piet", outcome=Outcome.CHANGED, text="one; two"),
        Remark(line=9, title="x", outcome=Outcome.SKIPPED, text="why"),
    ]
