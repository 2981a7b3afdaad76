-- Takes on their way to somebody who answers for them, and what became of them (tour/review).
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    stop TEXT NOT NULL,
    language TEXT NOT NULL,
    audience TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'screened', 'in-review', 'approved', 'rejected', 'retired')),
    edited INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)),
    sentences TEXT NOT NULL CHECK (json_valid(sentences)),
    objections INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0,
    author TEXT NOT NULL,
    ai INTEGER NOT NULL CHECK (ai IN (0, 1)),
    model TEXT NOT NULL DEFAULT '',
    voice TEXT NOT NULL DEFAULT '',
    made TEXT NOT NULL,
    changed TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    reader TEXT NOT NULL DEFAULT '',
    first_reader TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL DEFAULT '',
    decided TEXT NOT NULL DEFAULT '',
    reviewer TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    stale TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX drafts_in_order ON drafts (site, state, language, made, id);
CREATE UNIQUE INDEX one_take_is_approved ON drafts (site, stop, language, audience) WHERE state = 'approved';

-- What each draft's facts said when somebody last answered for it, or when it was made (scenes/footing.py).
CREATE TABLE footings (
    draft TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
    site TEXT NOT NULL,
    fact TEXT NOT NULL,
    footing TEXT NOT NULL,
    PRIMARY KEY (draft, fact)
) STRICT, WITHOUT ROWID;

CREATE INDEX footings_by_fact ON footings (site, fact);

-- Every step of a draft: by whom, when, from where to where, and what was found.
CREATE TABLE steps (
    number INTEGER PRIMARY KEY,
    draft TEXT NOT NULL REFERENCES drafts (id),
    site TEXT NOT NULL,
    act TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    category TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(words))
) STRICT;

CREATE INDEX steps_of_a_draft ON steps (draft, number);
CREATE INDEX steps_over_time ON steps (site, at);

CREATE TRIGGER steps_are_kept BEFORE DELETE ON steps BEGIN
    SELECT RAISE(ABORT, 'steps are append-only');
END;

CREATE TRIGGER steps_are_fixed BEFORE UPDATE ON steps BEGIN
    SELECT RAISE(ABORT, 'steps are append-only');
END;

-- How a site is reviewed.
CREATE TABLE review_rules (
    site TEXT PRIMARY KEY,
    two_readers INTEGER NOT NULL CHECK (two_readers IN (0, 1)),
    live_share REAL NOT NULL CHECK (live_share BETWEEN 0 AND 1)
) STRICT;

-- The guide's own sentences that somebody should read: a visitor said “that sounds wrong”, or chance picked them.
-- Nothing of any visitor is in here: not who, not what they asked, and the day only.
CREATE TABLE heard (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    language TEXT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('wrong', 'sample')),
    text TEXT NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    claims TEXT NOT NULL CHECK (json_valid(claims)),
    origin TEXT NOT NULL,
    kind TEXT NOT NULL,
    ai INTEGER NOT NULL CHECK (ai IN (0, 1)),
    model TEXT NOT NULL,
    draft TEXT NOT NULL DEFAULT '',
    times INTEGER NOT NULL DEFAULT 1,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'settled')),
    category TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    decided_by TEXT NOT NULL DEFAULT '',
    decided TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX heard_once_waiting ON heard (site, language, cause, text, facts) WHERE state = 'waiting';
CREATE INDEX heard_in_order ON heard (site, state, language, first_day, id);
CREATE INDEX heard_over_time ON heard (site, decided);
