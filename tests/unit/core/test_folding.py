import pytest

from desktop_dialer.core.folding import digits, folded, initials, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Jan   de  Wit ", "jan de wit"),
        ("Jörg MÜLLER", "jorg muller"),
        ("Straße", "strasse"),
        ("Łódź Ørsted Æsir", "lodz orsted aesir"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Zoë", "zoe"),
        ("שָׁלוֹם", "שלום"),
        ("Иванов Й", "иванов и"),
        ("王小明", "王小明"),
        ("ｆｕｌｌ", "full"),
    ],
)
def test_case_accents_and_spaces_are_folded(text, expected):
    assert folded(text) == expected


def test_words_stand_between_whatever_is_neither_letter_nor_digit():
    assert words("O'Brien & Söhne (B.V.) 3M_x") == ["o", "brien", "sohne", "b", "v", "3m", "x"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jan van der Berg", ["jvdb", "jb"]),
        ("Jörg Müller", ["jm"]),
        ("Élodie", []),
        ("", []),
        ("anna bos", ["ab"]),
        ("Jean-Luc O'Neill ?", ["jlo"]),
    ],
)
def test_initials_are_found_with_and_without_the_small_words(name, expected):
    assert initials(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+31 20 123-45.67", "31201234567"),
        ("+31 (0)20 1234567", "31201234567"),
        ("0044 ( 0 ) 20", "004420"),
        ("(020) 123", "020123"),
        ("٠٢٠", "020"),
        ("0800 FLOWERS", "0800"),
        ("", ""),
    ],
)
def test_a_number_is_compared_by_its_digits(text, expected):
    assert digits(text) == expected
