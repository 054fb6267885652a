"""`python -m desktop_dialer` and the command `desktop-dialer`."""

import sys


def main() -> int:
    """Run the program; its exit code. The window's own words are known here already, for its start must be quick."""
    words = sys.argv[1:]
    if words in ([], ["demo"]):
        from desktop_dialer.app import has_display

        if has_display():
            return _show_window(is_demo=bool(words))
    from desktop_dialer.cli.main import run
    from desktop_dialer.core.tel_uri import is_link

    if len(words) == 1 and is_link(words[0]):
        words = ["--untrusted-args", words[0]]
    if len(words) == 2 and words[0] == "--untrusted-args" and _can_be_shown(words[1]):
        return _show_window(link=words[1])
    return run(words)


def _show_window(*, is_demo: bool = False, link: str | None = None) -> int:
    try:
        from desktop_dialer.app.window import run_window

        return run_window(is_demo=is_demo, link=link)
    except Exception as fault:
        import logging

        logging.getLogger(__name__).critical("%s ended the window", type(fault).__name__, exc_info=fault)
        sys.stderr.write("desktop-dialer: something went wrong inside the program; its log says more.\n")
        return 1


def _can_be_shown(link: str) -> bool:
    """Whether the link fills the window's panel; a refused one is told on the command line."""
    from desktop_dialer.app import has_display
    from desktop_dialer.core.errors import NumberRefused
    from desktop_dialer.core.tel_uri import read_link

    try:
        read_link(link)
    except NumberRefused:
        return False
    return has_display()


if __name__ == "__main__":
    sys.exit(main())
