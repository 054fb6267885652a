"""The contacts' tables, format by format: what is known of each, and beside it the forms in which it is searched."""

STEPS = (
    (
        # `sort` is the folded title, by which the list is ordered; `words` the folded words of name and company and
        # `initials` those of the name, each with a space before it.
        """
        CREATE TABLE contact (
            position INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            company TEXT NOT NULL,
            favourite INTEGER NOT NULL,
            note TEXT NOT NULL,
            sort TEXT NOT NULL,
            words TEXT NOT NULL,
            initials TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX contact_sort ON contact (sort)",
        # `place` is the number's place in its contact, from 0; `digits` its digits as it is written.
        """
        CREATE TABLE number (
            position INTEGER PRIMARY KEY,
            contact INTEGER NOT NULL REFERENCES contact (position) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            label TEXT NOT NULL,
            text TEXT NOT NULL,
            key TEXT,
            digits TEXT NOT NULL,
            UNIQUE (contact, place)
        ) STRICT
        """,
        # By which further ids other sources know a contact that is theirs too.
        """
        CREATE TABLE uid (
            position INTEGER PRIMARY KEY,
            uid TEXT NOT NULL UNIQUE,
            contact INTEGER NOT NULL REFERENCES contact (position) ON DELETE CASCADE
        ) STRICT
        """,
        "CREATE INDEX uid_contact ON uid (contact)",
        "CREATE INDEX number_key ON number (key) WHERE key IS NOT NULL",
        "CREATE INDEX number_digits ON number (digits)",
    ),
    (
        # `shown` is the number grouped for reading, empty where nothing proves its E.164 form (and in rows of before);
        # `used` when it was called last, in milliseconds since 1970.
        "ALTER TABLE number ADD COLUMN shown TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE number ADD COLUMN used INTEGER",
        # The digits of all the contact's numbers, as written and with country code, each between two spaces.
        "ALTER TABLE contact ADD COLUMN digits TEXT NOT NULL DEFAULT ''",
        """
        UPDATE contact SET digits = coalesce((
            SELECT group_concat(' ' || n.digits || coalesce(' ' || substr(n.key, 2), ''), '') || ' '
            FROM number n WHERE n.contact = contact.position
        ), '')
        """,
        # The order in which the whole list is shown; and what a search looks through, which has no note in it.
        "CREATE INDEX contact_listed ON contact (favourite DESC, sort)",
        "CREATE INDEX contact_searched ON contact (favourite DESC, sort, words, initials, digits)",
    ),
)
