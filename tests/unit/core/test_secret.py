"""A secret shows itself to nobody who does not ask for it by name."""

from __future__ import annotations

import copy
import json
import pickle
import traceback
from dataclasses import asdict, dataclass

import pytest

from desktop_dialer.core.secret import MASK, Secret

CANARY = "Kan4rie-9"
SECRET = Secret(CANARY)


@dataclass(frozen=True)
class Holder:
    secret: Secret


@pytest.mark.parametrize(
    "shown",
    [
        repr(SECRET), str(SECRET), f"{SECRET}", f"{SECRET!r:>12}", "%s %r" % (SECRET, SECRET), "{:>9}".format(SECRET),  # noqa: UP031, UP032
        repr(Holder(SECRET)), repr([SECRET]), repr({"k": SECRET}), str((SECRET,)), format(SECRET), ascii(SECRET),
    ],
)  # fmt: skip
def test_no_way_of_writing_it_shows_it(shown):
    assert CANARY not in shown
    assert MASK in shown


@pytest.mark.parametrize(
    "write",
    [
        *(lambda secret, p=protocol: pickle.dumps(secret, p) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)),
        copy.copy, copy.deepcopy, json.dumps, vars, lambda secret: asdict(Holder(secret)), bytes, iter, len,
    ],
)  # fmt: skip
def test_it_is_neither_written_nor_copied(write):
    with pytest.raises(TypeError) as refused:
        write(SECRET)
    assert CANARY not in "".join(traceback.format_exception(refused.value))


def test_it_is_revealed_by_name():
    assert SECRET.reveal() == CANARY


def test_two_are_equal_where_their_texts_are():
    assert Secret(CANARY) == SECRET
    assert hash(SECRET) == hash(Secret(CANARY))
    assert Secret("other") != SECRET
    assert Secret("é") == Secret("é")
    assert SECRET != CANARY
    assert hash(SECRET) != hash(CANARY)


def test_an_empty_one_is_false():
    assert SECRET
    assert not Secret("")


def test_nothing_is_hung_onto_it():
    with pytest.raises(AttributeError):
        SECRET.note = "x"
