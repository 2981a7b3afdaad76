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

CREATE TRIGGER versions_are_kept BEFORE DELETE ON versions BEGIN
    SELECT RAISE(ABORT, 'versions are append-only');
END;

CREATE TRIGGER versions_are_fixed BEFORE UPDATE ON versions BEGIN
    SELECT RAISE(ABORT, 'versions are append-only');
END;

-- The newest version of each record, and its words for searching.
CREATE TABLE heads (
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    place INTEGER NOT NULL,
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    words TEXT NOT NULL,
    PRIMARY KEY (site, kind, id),
    FOREIGN KEY (site, kind, id, version) REFERENCES versions (site, kind, id, version)
) STRICT;

CREATE INDEX heads_in_order ON heads (site, kind, place, id);
