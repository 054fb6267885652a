"""Numbers: what is sent for what was typed, what is refused, and which numbers are emergencies or dearer."""

from __future__ import annotations

import contextlib

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_dialer.core.errors import InvalidInput, NumberRefused
from desktop_dialer.core.numbers import (
    MAX_DIGITS,
    MAX_TYPED,
    Number,
    NumberFormat,
    NumberKind,
    costs_extra,
    grouped,
    is_emergency,
    read_number,
    strip_separators,
    wire_form,
)

COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)


def sent(text, style, country=None, **internal):
    return wire_form(read_number(text, country=country, **internal), NumberFormat(style), country)


def emergency(text, country=None, **internal):
    number = read_number(text, country=country, **internal)
    return is_emergency(number, number.typed, country)


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("+44 20 3456 7890", "GB", "02034567890"),
        ("0044 20 3456 7890", "GB", "02034567890"),
        ("442034567890", "GB", "02034567890"),
        ("02034567890", "GB", "02034567890"),
        ("+1 234 567 8910", "GB", "0012345678910"),
        ("0012345678910", "GB", "0012345678910"),
        ("+44 20 3456", "GB", "0203456"),  # in nobody's range, and still as a handset would dial it
        ("+44 20 3456 7890", None, "00442034567890"),
        ("+310201234567", "NL", "0201234567"),
        ("+39 06 1234 5678", "IT", "0612345678"),
        ("+7 495 123 45 67", "RU", "84951234567"),
        ("+47 22 12 34 56", "NO", "22123456"),
        ("12157010680", "US", "12157010680"),
        ("011 44 20 3456 7890", "US", "011442034567890"),
        ("+999 1234567", "GB", "009991234567"),
        ("100", "GB", "100"),
        ("5", "GB", "5"),
    ],
)
def test_the_national_style_is_what_a_handset_at_home_dials(typed, country, expected):
    assert sent(typed, "national", country) == expected


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("+1 (215) 701-0680", None, "12157010680"),
        ("0044 20 3456 7890", None, "442034567890"),
        ("1215215215", None, "1215215215"),
        ("02034567890", "GB", "442034567890"),
        ("2157010680", "US", "12157010680"),
        ("12157010680", "GB", "12157010680"),
        ("011 44 20 3456 7890", "US", "442034567890"),
        ("+44 5555 555555", "GB", "445555555555"),
    ],
)
def test_the_digits_style_is_country_code_and_number(typed, country, expected):
    assert sent(typed, "e164_digits", country) == expected
    assert sent(typed, "e164_plus", country) == f"+{expected}"
    assert sent(typed, "international_00", country) == f"00{expected}"


@pytest.mark.parametrize(
    ("typed", "country", "advice"),
    [
        ("02034567890", None, "has no country code: write it with .* set the account's country"),
        ("1215215215", "US", "is no number of US: write it with "),
        ("2101234567", "US", "is no number of US"),
        ("123", "NL", "is no number of NL"),
        ("+44 7", "GB", "no complete international number"),
    ],
)
@pytest.mark.parametrize("style", ["e164_digits", "e164_plus", "international_00"])
def test_a_number_without_a_country_code_is_refused_with_how_to_mend_it(typed, country, advice, style):
    with pytest.raises(NumberRefused, match=advice):
        sent(typed, style, country)


def test_an_incomplete_international_number_is_not_sent_as_dialled():
    with pytest.raises(NumberRefused, match="7 to 15 digits follow"):
        sent("+44 7", "national", "GB")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("+31 20 123 4567", "+31201234567"),
        ("(020) 123.45/67", "0201234567"),
        ("020\u00a0123\u20114567", "0201234567"),
        ("\u202a+31 20 123 4567\u202c", "+31201234567"),
        ("020\u3000123\u200b45\u00ad67", "0201234567"),
        ("0201234567\r\n", "0201234567"),
        ("020－123－4567", "0201234567"),
        ("+44 5", "+445"),
        ("*100#", "*100#"),
        ("203", "203"),
    ],
)
def test_as_typed_loses_visual_separators_alone(typed, expected):
    assert sent(typed, "as_typed") == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("０２０１２３４５６７", "0201234567"),
        ("٠٢٠١٢٣٤٥٦٧", "0201234567"),
        ("۰۲۰۱۲۳۴۵۶۷", "0201234567"),
        ("＋３１（２０）１２３", "+3120123"),
    ],
)
def test_digits_of_other_scripts_and_widths_become_0_to_9(typed, expected):
    assert sent(typed, "as_typed") == expected


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0800-FLOWERS", "“F”"),
        ("0203&user=449999", "“&”"),
        ("0203;ext=5", "“;”"),
        ("0203,5", "“,”"),
        ("0203=5", "“=”"),
        ("31+20", "“+”"),
        ("++31201234567", "“+”"),
        ("020\n1234567", "“U+000A”"),
        ("020\x001", "“U+0000”"),
        ("²³", "“²”"),
        ("①②", "“①”"),
        ("020~1", "“~”"),
        ("+31 [0] 20", "“[”"),
        ("＊１００", "“＊”"),
    ],
)
def test_what_is_no_part_of_a_number_is_refused_and_named(typed, shown):
    with pytest.raises(NumberRefused) as refused:
        read_number(typed)
    assert str(refused.value).startswith(shown)
    assert "use digits, with a + only in front" in str(refused.value)


@pytest.mark.parametrize("typed", ["+", "+*100", "+1#", " + "])
def test_a_plus_without_a_number_after_it_is_refused(typed):
    with pytest.raises(NumberRefused, match="digits alone"):
        read_number(typed)


@pytest.mark.parametrize("typed", ["", "   ", "-./()", "\u200e"])
def test_nothing_to_dial_is_refused(typed):
    with pytest.raises(NumberRefused, match="There is no number"):
        read_number(typed)


@pytest.mark.parametrize(
    "typed",
    ["+31 (0)20 123 4567", "+31(0)201234567", "+31-( 0 )20 1234567", "0031 (0) 20 1", "(+31) (0)20", "＋31（0）20"],
)
def test_a_country_code_beside_a_bracketed_trunk_zero_is_refused_with_advice(typed):
    with pytest.raises(NumberRefused, match=r"write \+31 20 … or 020 …, not both"):
        read_number(typed)


@pytest.mark.parametrize("typed", ["(020) 1234567", "(0)20 1234567", "+31 (20) 1234567"])
def test_other_brackets_are_separators(typed):
    assert read_number(typed).typed.endswith("201234567")


def test_a_number_has_a_greatest_length():
    assert read_number("1" * MAX_DIGITS).typed == "1" * MAX_DIGITS
    with pytest.raises(NumberRefused, match=f"at most {MAX_DIGITS} digits; this has {MAX_DIGITS + 1}"):
        read_number("1" * (MAX_DIGITS + 1))
    assert strip_separators("1" + " " * (MAX_TYPED - 1)) == "1"
    with pytest.raises(NumberRefused, match=f"at most {MAX_TYPED} characters"):
        strip_separators(" " * (MAX_TYPED + 1))


@pytest.mark.parametrize(
    ("typed", "country", "kind", "e164"),
    [
        ("+31201234567", None, NumberKind.INTERNATIONAL, "+31201234567"),
        ("0031201234567", None, NumberKind.INTERNATIONAL, "+31201234567"),
        ("31201234567", "NL", NumberKind.INTERNATIONAL, "+31201234567"),
        ("0201234567", "NL", NumberKind.NATIONAL, "+31201234567"),
        ("0201234567", None, NumberKind.NATIONAL, None),
        ("12157010680", "US", NumberKind.NATIONAL, "+12157010680"),
        ("112", "NL", NumberKind.NATIONAL, None),
        ("+445", None, NumberKind.INTERNATIONAL, None),
        ("0", "NL", NumberKind.NATIONAL, None),
        ("*21#", "NL", NumberKind.FEATURE_CODE, None),
    ],
)
def test_a_number_is_told_by_what_it_is(typed, country, kind, e164):
    assert read_number(typed, country=country) == Number(typed=typed, kind=kind, e164=e164)


def test_numbers_of_the_exchange_are_sent_as_typed_in_every_style():
    for style in NumberFormat:
        assert sent("20-3", style, "NL", internal_digits=5) == "203"
        assert sent("*9\u00a01", style, "NL", internal=r"\*9\d") == "*91"
        assert sent("*100#", style, "NL") == "*100#"


def test_the_accounts_own_pattern_decides_alone_what_is_internal():
    assert read_number("203", internal="2..", internal_digits=5).kind is NumberKind.INTERNAL
    assert read_number("303", internal="2..", internal_digits=5).kind is NumberKind.NATIONAL
    assert read_number("2031", internal="2..").kind is NumberKind.NATIONAL
    assert read_number("123456", internal_digits=5).kind is NumberKind.NATIONAL
    assert read_number("*21", internal_digits=5).kind is NumberKind.FEATURE_CODE


def test_a_pattern_that_is_none_is_refused_by_its_own_name():
    with pytest.raises(InvalidInput) as refused:
        read_number("203", internal="(")
    assert refused.value.name == "internal"


@pytest.mark.parametrize(
    ("a", "b", "country"),
    [("+31 20 123 4567", "020-1234567", "NL"), ("0031201234567", "31201234567", "NL"), ("(203)", "20 3", None)],
)
def test_two_spellings_of_one_number_have_one_key(a, b, country):
    assert read_number(a, country=country).key == read_number(b, country=country).key


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("+31201234567", None, "NL"),
        ("0201234567", "NL", "NL"),
        ("+881612345678", "NL", None),
        ("+999123456789", "NL", None),
        ("203", "NL", None),
    ],
)
def test_the_country_is_the_numbers_own(typed, country, expected):
    assert read_number(typed, country=country).country == expected


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        *((typed, "NL") for typed in ("112", "1-1-2", "１１２", "+112", "00112", "+31 112", "0031 112", "0112")),
        ("112#", "NL"), ("*31#112", "NL"),
        ("999", "GB"), ("112", "GB"), ("+44 999", "GB"), ("0999", "GB"),
        ("911", "US"), ("1911", "US"), ("+1 911", "US"),
        ("110", "DE"), ("15", "FR"), ("119", "JP"), ("000", "AU"), ("100", "IL"), ("8112", "RU"),
        ("+31 112", "GB"),  # another country's
        ("112", "GQ"), ("911", "GN"),  # of which none is known
        *((typed, None) for typed in ("112", "911", "999", "000", "+911", "00911", "0911", "0000", "+44 999")),
    ],
)  # fmt: skip
def test_an_emergency_number_is_seen_in_every_spelling(typed, country):
    assert emergency(typed, country)


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("0112 345 678", "NL"), ("0112 345 678", None), ("+31 20 112 0112", "NL"), ("1123", "NL"), ("1120", "NL"),
        ("31112", "NL"), ("3317", "FR"), ("9112345678", "US"), ("9999", "GB"), ("+44 20 3456 7890", "GB"),
        ("110", None), ("911", "GB"), ("*100#", "IL"), ("*21*112#", "NL"), ("+999 112", "NL"), ("+", "NL"), ("0", None),
        ("+112 345 6789", "NL"), ("0011 2345 6789", "NL"), ("203", "NL"),
    ],
)  # fmt: skip
def test_an_ordinary_number_is_no_emergency(typed, country):
    number = Number(typed=strip_separators(typed), kind=NumberKind.NATIONAL)
    assert not is_emergency(number, number.typed, country)


def test_an_emergency_number_is_seen_in_what_is_sent_too():
    assert is_emergency(Number(typed="7", kind=NumberKind.INTERNAL), "112", "NL")


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_has_emergency_numbers_but_none_among_its_ordinary_ones(country):
    assert any(emergency(text, country) for text in ("112", "000", "9999", "10111", *(f"{n:02}" for n in range(1000))))
    for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE):
        example = phonenumbers.example_number_for_type(country, kind)
        if example:
            assert not emergency(phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164), country)
            assert not emergency(phonenumbers.national_significant_number(example), country)


@pytest.mark.parametrize(
    ("typed", "country", "what"),
    [
        ("0900 1234", "NL", "a premium-rate number"),
        ("+31 900 1234567", None, "a premium-rate number"),
        ("0180 5 123456", "DE", "a shared-cost number"),
        ("+870 776 123456", None, "a satellite or global network number"),
        ("00881612345678", "NL", "a satellite or global network number"),
        ("881612345678", None, "a satellite or global network number"),
        ("+979 123456789", None, "an international premium-rate number"),
        ("19002345678", None, "a premium-rate number"),  # a provider of digits takes it for +1 900…
        ("116", "FR", None),
        ("0800 1234", "NL", None),
        ("+31 20 1234567", "NL", None),
        ("0201234567", None, None),
        ("+999 1234567", None, None),
        ("+44 5", None, None),
        ("1", "NL", None),
        ("00", "NL", None),
        ("*100#", "NL", None),
    ],
)
def test_a_dear_number_is_told_by_what_makes_it_dear(typed, country, what):
    assert costs_extra(read_number(typed, country=country), country) == what


def test_an_internal_number_costs_nothing_extra():
    assert costs_extra(read_number("09001234", internal=r"09\d+"), "NL") is None


def test_a_premium_short_number_is_dear():
    assert costs_extra(read_number("1850", country="NL"), "NL") is None
    assert costs_extra(read_number("118000", country="FR"), "FR") == "a premium-rate short number"


@pytest.mark.parametrize(
    ("number", "country", "expected"),
    [
        ("02034567890", "GB", "020 3456 7890"),
        ("0012345678910", "GB", "+1 234-567-8910"),
        ("+31201234567", "NL", "020 123 4567"),
        ("+31201234567", None, "+31 20 123 4567"),
        ("0201234567", None, "0201234567"),
        ("+9991234567", "NL", "+9991234567"),
        ("+311234567890123", "NL", "+311234567890123"),
        ("203", "NL", "203"),
        ("*100#", "NL", "*100#"),
        ("", "NL", ""),
        ("no number", "NL", "no number"),
    ],
)
def test_a_number_is_grouped_for_reading_where_its_country_is_known(number, country, expected):
    assert grouped(number, country) == expected


TYPED = st.text(st.sampled_from("0123456789"), min_size=1, max_size=MAX_DIGITS)
SEPARATORS = st.sampled_from(["", " ", "-", ".", "/", "\u00a0", "\u2011", "\u202f", "\u200e"])


@given(TYPED, st.lists(SEPARATORS, min_size=MAX_DIGITS, max_size=MAX_DIGITS), st.sampled_from(["", "+"]))
def test_the_digits_typed_are_the_digits_sent_as_typed(digits, separators, plus):
    text = plus + "".join(digit + separator for digit, separator in zip(digits, separators, strict=False))
    assert sent(text, "as_typed", "NL") == plus + digits


OWN_WAY_WITH_MOBILES = {"AR", "BR", "CL", "CO", "CR", "MX", "SV"}
"""Where a handset dials digits of its own before or within a mobile number."""


def same_digits(number):
    """What the number ends in, whatever stands before it."""
    yield number.typed.removeprefix("+")
    if number.e164 is not None:
        yield number.e164[1:]
        with contextlib.suppress(phonenumbers.NumberParseException):  # nobody's country code
            yield phonenumbers.national_significant_number(phonenumbers.parse(number.e164, None))


@given(TYPED, st.sampled_from(["", "+", "00"]), st.sampled_from([None, *COUNTRIES]), st.sampled_from(NumberFormat))
def test_no_style_invents_digits_beyond_the_prefix(digits, before, country, style):
    text = f"{before}{digits}"[:MAX_DIGITS]
    number = read_number(text, country=country)
    try:
        form = wire_form(number, style, country)
    except NumberRefused:
        form = None
    if form is None:
        assert style is not NumberFormat.AS_TYPED
        return
    assert form.removeprefix("+").isdigit()
    if country not in OWN_WAY_WITH_MOBILES:
        assert form.endswith(tuple(same_digits(number)))
    is_emergency(number, form, country)
    costs_extra(number, country)
    grouped(form, country)


@given(st.text(max_size=MAX_TYPED))
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(text):
    try:
        said = read_number(text, country="NL").typed
    except NumberRefused as refusal:
        said = str(refusal)
    assert said.endswith(".") or said.lstrip("+").strip("0123456789*#") == ""
