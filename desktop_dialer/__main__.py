"""`python -m desktop_dialer` and the command `desktop-dialer`."""

import sys


def main() -> int:
    """Run the program; its exit code."""
    from desktop_dialer.cli.main import run
    from desktop_dialer.core.tel_uri import is_link

    words = sys.argv[1:]
    if len(words) == 1 and is_link(words[0]):
        words = ["--untrusted-args", words[0]]
    return run(words)


if __name__ == "__main__":
    sys.exit(main())
