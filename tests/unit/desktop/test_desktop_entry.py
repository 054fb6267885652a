import pytest

from desktop_dialer.core.errors import InvalidInput
from desktop_dialer.desktop.desktop_entry import MIME_TYPES, desktop_entry, value_of


def test_one_link_is_handed_over_as_one_argument_and_never_as_an_option():
    text = desktop_entry(["/usr/bin/desktop-dialer"], "/usr/bin/desktop-dialer")
    assert "\nExec=/usr/bin/desktop-dialer --untrusted-args %u\n" in text
    assert "\nMimeType=x-scheme-handler/tel;x-scheme-handler/callto;x-scheme-handler/sip;\n" in text
    assert list(MIME_TYPES) == ["tel", "callto", "sip"]


@pytest.mark.parametrize(
    ("path", "as_written"),
    [
        ("/opt-it/a b/dialer", '"/opt-it/a b/dialer"'),
        ("/x/50%/dialer", "/x/50%%/dialer"),
        ('/x/a"b', r'"/x/a\\"b"'),
        ("/x/$HOME`id`", r'"/x/\\$HOME\\`id\\`"'),
        ("/x/a\\b", r'"/x/a\\\\b"'),
        ("/x/☎", "/x/☎"),
        ("/x/(y)", '"/x/(y)"'),
    ],
)
def test_a_path_is_quoted_only_where_it_has_to_be_and_comes_back_as_it_was(path, as_written):
    text = desktop_entry([path], path)
    assert f"\nExec={as_written} --untrusted-args %u\n" in text
    assert value_of(text, "TryExec") == path


@pytest.mark.parametrize("path", ["/x/a\nExec=evil", "/x/\x07", "/x/\udcff"])
def test_a_path_that_no_desktop_file_can_hold_is_refused(path):
    with pytest.raises(InvalidInput, match="no desktop file can hold"):
        desktop_entry([path], path)


def test_a_value_is_looked_for_in_the_main_group_alone():
    text = "# x\nName=before\n[Desktop Entry]\nComment = a\\\\sb\\sc \n[Desktop Action x]\nName=action\n"
    assert value_of(text, "Name") is None
    assert value_of(text, "Comment") == "a\\sb c"
