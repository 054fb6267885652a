"""What errors say to a person."""

from desktop_dialer.core.errors import InvalidInput


def test_a_refusal_of_something_huge_stays_a_sentence():
    said = str(InvalidInput(f"country is {'x' * 100_000!r}; it takes a country's two letters.", name="country"))
    assert len(said) < 500
    assert said.startswith("country is 'xxx")
    assert said.endswith("two letters.")
