-- Who works here. Times are UTC in ISO 8601 with milliseconds, so that they sort as text.
-- Every secret that is handed out (session, device, link, invitation, token, recovery code) is kept as its SHA-256 only.
CREATE TABLE people (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    password TEXT,
    made TEXT NOT NULL,
    closed TEXT,
    signed_in TEXT,
    refused INTEGER NOT NULL DEFAULT 0
) STRICT;

-- site '*' is the whole house.
CREATE TABLE memberships (
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    site TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('translator', 'curator', 'reviewer', 'operator')),
    given_by TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (person, site, role)
) STRICT;

CREATE INDEX memberships_by_site ON memberships (site);

CREATE TABLE sessions (
    hash TEXT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    way TEXT NOT NULL,
    opened TEXT NOT NULL,
    seen TEXT NOT NULL,
    ends TEXT NOT NULL,
    refused INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_person ON sessions (person, opened);

CREATE TABLE devices (
    hash TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    since TEXT NOT NULL
) STRICT;

CREATE INDEX devices_by_person ON devices (person, since);

-- What an authenticator knows, sealed with the house's master key: no backup alone opens it.
CREATE TABLE codes (
    person TEXT PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    master TEXT NOT NULL,
    confirmed TEXT,
    used_step INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE recovery_codes (
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    PRIMARY KEY (person, hash)
) STRICT;

CREATE TABLE links (
    hash TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    made_by TEXT NOT NULL,
    ends TEXT NOT NULL
) STRICT;

CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    site TEXT NOT NULL,
    roles TEXT NOT NULL CHECK (json_valid(roles)),
    note TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made TEXT NOT NULL,
    ends TEXT NOT NULL,
    accepted_by TEXT,
    accepted TEXT
) STRICT;

CREATE INDEX invitations_by_site ON invitations (site, made);

CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    label TEXT NOT NULL,
    site TEXT NOT NULL,
    roles TEXT NOT NULL CHECK (json_valid(roles)),
    reads_only INTEGER NOT NULL CHECK (reads_only IN (0, 1)),
    made TEXT NOT NULL,
    ends TEXT NOT NULL,
    used TEXT
) STRICT;

CREATE INDEX tokens_by_person ON tokens (person, made);

-- Who somebody is at an institution (OpenID Connect issuer and subject).
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;

-- Who is on the way to an institution and back. person: an account that the identity is to be joined to.
CREATE TABLE departures (
    hash TEXT PRIMARY KEY,
    browser TEXT NOT NULL,
    verifier TEXT NOT NULL,
    nonce TEXT NOT NULL,
    back TEXT NOT NULL,
    invitation TEXT NOT NULL,
    person TEXT REFERENCES people (id) ON DELETE CASCADE,
    ends TEXT NOT NULL
) STRICT;

-- How often somebody was refused, by a keyed hash of who they said they were and where they came from.
CREATE TABLE refusals (
    bucket TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    last TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT;

CREATE TABLE people_keys (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
