"""The journal's tables, format by format. Intents and events are only ever added; the database itself sees to it."""

_ONLY_ADDED = tuple(
    f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END"
    for table in ("intent", "event")
    for verb in ("UPDATE", "DELETE")
)

STEPS = (
    (
        # What a press asked for. `monotonic` is in seconds, comparable within one `boot`; `process` pressed it.
        """
        CREATE TABLE intent (
            position INTEGER PRIMARY KEY,
            call TEXT NOT NULL UNIQUE,
            time TEXT NOT NULL,
            monotonic REAL NOT NULL,
            boot TEXT NOT NULL,
            process TEXT NOT NULL,
            account TEXT NOT NULL,
            provider TEXT NOT NULL,
            a_number TEXT NOT NULL,
            b_number TEXT NOT NULL,
            line TEXT NOT NULL,
            called TEXT NOT NULL,
            country TEXT,
            test INTEGER NOT NULL,
            checksum BLOB NOT NULL
        ) STRICT
        """,
        "CREATE INDEX intent_time ON intent (time)",
        "CREATE INDEX intent_country ON intent (country) WHERE country IS NOT NULL AND NOT test",
        # What became of it. A table of rows in their own order, not by its key: rows behind a broken page stay
        # readable one by one.
        """
        CREATE TABLE event (
            position INTEGER PRIMARY KEY,
            call TEXT NOT NULL REFERENCES intent (call),
            seq INTEGER NOT NULL CHECK (seq > 0),
            time TEXT NOT NULL,
            monotonic REAL NOT NULL,
            elapsed REAL NOT NULL,
            state TEXT NOT NULL,
            leg TEXT,
            reason TEXT,
            evidence TEXT NOT NULL,
            code TEXT,
            text TEXT NOT NULL,
            verdict TEXT,
            checksum BLOB NOT NULL,
            UNIQUE (call, seq)
        ) STRICT
        """,
        *_ONLY_ADDED,
        # The calls that are not over, and the line that each holds (NULL: none). It follows from the events, changes
        # in the same commit, and its unique column is what keeps a second call off a line.
        """
        CREATE TABLE unfinished (
            call TEXT PRIMARY KEY REFERENCES intent (call),
            line TEXT UNIQUE
        ) STRICT
        """,
        "CREATE TABLE note (call TEXT PRIMARY KEY REFERENCES intent (call), note TEXT NOT NULL) STRICT",
    ),
    (
        # What the history is filtered and found by: it follows from intent, events and note, and changes in the same
        # commit. `sought` holds the digits of the number and the folded words; a damaged call's is empty.
        """
        CREATE TABLE digest (
            position INTEGER PRIMARY KEY REFERENCES intent (position),
            reached TEXT NOT NULL,
            call_back INTEGER NOT NULL,
            sought TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX digest_reached ON digest (reached)",
        "CREATE INDEX intent_called ON intent (called, test)",
        # The calls that a person ticked off the call-backs.
        "CREATE TABLE called_back (call TEXT PRIMARY KEY REFERENCES intent (call)) STRICT",
    ),
)
