-- The words that visitors agreed to, each kept once, in the language in which they were shown.
CREATE TABLE consent_words (
  digest TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  language TEXT NOT NULL,
  version INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

-- What was agreed and when that ended. `visitor` is drawn by lot, and emptied when the visitor is forgotten.
CREATE TABLE consents (
  id INTEGER PRIMARY KEY,
  visitor TEXT NOT NULL,
  site TEXT NOT NULL,
  purpose TEXT NOT NULL,
  words TEXT REFERENCES consent_words (digest),
  language TEXT NOT NULL,
  given_at TEXT NOT NULL,
  ended_at TEXT,
  ended TEXT CHECK (ended IN ('withdrawn', 'forgotten', 'expired'))
) STRICT;

CREATE INDEX consents_visitor ON consents (visitor, purpose);
CREATE INDEX consents_site ON consents (site, given_at);

-- What the retention job removed.
CREATE TABLE retention_runs (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  rule TEXT NOT NULL,
  days INTEGER NOT NULL,
  removed INTEGER NOT NULL
) STRICT;

-- Leave to pass figures on, given by two people for one purpose and until one day.
CREATE TABLE sharings (
  id TEXT PRIMARY KEY,
  site TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('figures', 'questions')),
  month TEXT NOT NULL,
  recipient TEXT NOT NULL,
  purpose TEXT NOT NULL,
  until TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  ended_by TEXT,
  ended_at TEXT,
  reason TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX sharings_site ON sharings (site, asked_at);

CREATE TABLE sharing_approvals (
  sharing TEXT NOT NULL REFERENCES sharings (id),
  person TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (sharing, person)
) STRICT;
