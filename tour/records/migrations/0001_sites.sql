-- Everything a site is made of, every version ever saved. Nothing is changed or removed here.
CREATE TABLE versions (
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    etag TEXT NOT NULL,
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    PRIMARY KEY (site, kind, id, version)
) STRICT;

CREATE INDEX versions_by_etag ON versions (etag);

CREATE TRIGGER versions_are_kept BEFORE DELETE ON versions BEGIN
    SELECT RAISE(ABORT, 'versions are append-only');
END;

CREATE TRIGGER versions_are_fixed BEFORE UPDATE ON versions BEGIN
    SELECT RAISE(ABORT, 'versions are append-only');
END;

-- The newest version of each record, its place among its kind, and the version that visitors get (0: none).
CREATE TABLE heads (
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    place INTEGER NOT NULL,
    published INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, kind, id),
    FOREIGN KEY (site, kind, id, version) REFERENCES versions (site, kind, id, version)
) STRICT;

CREATE INDEX heads_in_order ON heads (site, kind, place, id, version, deleted, published);

-- What a record is found by: its words, folded.
CREATE TABLE words (
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (site, kind, id)
) STRICT;

-- What went to visitors, when, and what was in it that had not been before.
CREATE TABLE releases (
    site TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (site, number)
) STRICT;

CREATE TABLE released (
    site TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (site, number, kind, id),
    FOREIGN KEY (site, number) REFERENCES releases (site, number),
    FOREIGN KEY (site, kind, id, version) REFERENCES versions (site, kind, id, version)
) STRICT;
