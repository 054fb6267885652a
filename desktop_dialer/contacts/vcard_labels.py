"""The labels of telephone numbers: what vCards call a type, and what a person reads."""

import re
from collections.abc import Iterable

_WORDS = {
    "work": "work",
    "home": "home",
    "cell": "mobile",
    "mobile": "mobile",
    "fax": "fax",
    "pager": "pager",
    "car": "car",
    "textphone": "text telephone",
    "isdn": "ISDN",
    "main": "main",
    "iphone": "iPhone",
    "other": "other",
}
_TYPES = {
    "work": "work",
    "home": "home",
    "mobile": "cell",
    "fax": "fax",
    "pager": "pager",
    "text telephone": "textphone",
}
"""The types of RFC 6350 section 6.4.1 that are labels, by their words."""
_SAY_NOTHING = frozenset({"voice", "pref", "msg", "text", "video", "internet", ""})
_APPLE = re.compile(r"_\$!<(.*)>!\$_")


def label_of(types: Iterable[str]) -> str:
    """The label for a number's types: `work fax`; empty where they say nothing."""
    given = [kind.lower() for kind in types]
    known = [word for kind, word in _WORDS.items() if kind in given]
    own = [kind.removeprefix("x-") for kind in given if kind not in _WORDS and kind not in _SAY_NOTHING]
    return " ".join(dict.fromkeys((*known, *own)))


def types_of(label: str) -> list[str] | None:
    """The types that say the label; None where none do, and it has to be written out."""
    types = [_TYPES[word] for word in _TYPES if re.search(rf"\b{word}\b", label)]
    return types if label_of(types) == label else None


def written_out(label: str) -> str:
    """The label that a source wrote out itself; Apple marks its own ones as `_$!<Mobile>!$_`."""
    match = _APPLE.fullmatch(label.strip())
    return match[1].lower() if match else label.strip()
