import pytest

from desktop_dialer.desktop.mimeapps import ADDED, DEFAULTS, programs_for, with_default, without

TEL, SIP = "x-scheme-handler/tel", "x-scheme-handler/sip"
OURS = "desktop-dialer.desktop"
BEFORE = [
    "",
    "[Default Applications]\ntext/html=firefox.desktop\n",
    f"""# mine

[Added Associations]
text/plain=vim.desktop;

[Default Applications]
{TEL}=calls.desktop;other.desktop;
text/html=firefox.desktop

[X-Own]
key=value
""",
    f"[Default Applications]\ntext/html=x.desktop\n\n\n[Added Associations]\n{SIP}=jami.desktop;\n",
    "[Added Associations]\ntext/plain=\udcff.desktop\n",
]


@pytest.mark.parametrize("text", BEFORE, ids=range(len(BEFORE)))
def test_we_come_first_and_all_else_stays_and_is_there_again_once_we_are_gone(text):
    after = with_default(text, OURS, [TEL, SIP])
    for mime in (TEL, SIP):
        assert programs_for(after, DEFAULTS, mime) == [OURS, *programs_for(text, DEFAULTS, mime)]
        assert programs_for(after, ADDED, mime) == [OURS, *programs_for(text, ADDED, mime)]
    kept = [line for line in text.split("\n") if "x-scheme" not in line and line]
    assert [line for line in after.split("\n") if line in kept] == kept
    assert with_default(after, OURS, [TEL, SIP]) == after
    assert without(after, OURS, [TEL, SIP]) == text


def test_a_section_that_is_empty_without_us_goes_with_us():
    text = f"[Default Applications]\n\n{TEL}={OURS}\n\n[Added Associations]\n{SIP}=a.desktop;\n"
    assert without(text, OURS, [TEL, SIP]) == f"[Added Associations]\n{SIP}=a.desktop;\n"


def test_an_entry_that_has_us_further_down_gets_us_first():
    text = f"[Default Applications]\n{TEL}=a.desktop;{OURS}\n"
    assert programs_for(with_default(text, OURS, [TEL]), DEFAULTS, TEL) == [OURS, "a.desktop"]


def test_a_removed_association_with_us_is_taken_back():
    text = f"[Removed Associations]\n{TEL}={OURS};\n"
    assert "Removed" not in with_default(text, OURS, [TEL])


def test_what_does_not_name_us_is_left_alone():
    text = f"[Default Applications]\n{TEL}=a.desktop\n\n[Added Associations]\n"
    assert without(text, OURS, [TEL, SIP]) == text


def test_a_type_without_an_entry_has_no_program():
    assert programs_for("", DEFAULTS, TEL) == []
    assert programs_for("[Other]\nx=y\n", DEFAULTS, TEL) == []
