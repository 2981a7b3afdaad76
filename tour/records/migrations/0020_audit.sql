-- Who did what, one entry after the other, each sealed with the hash of the one before (tour/audit/chain.py).
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  about TEXT NOT NULL,
  site TEXT NOT NULL,
  details TEXT NOT NULL CHECK (json_valid(details)),
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_what ON audit (what, number);
CREATE INDEX audit_who ON audit (who, number);
CREATE INDEX audit_site ON audit (site, number);

-- Where the chain ends: entries cut off its end are missed here.
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;

INSERT INTO audit_head VALUES (1, 0, '');

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE(ABORT, 'an entry of the audit is never changed');
END;

CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'an entry of the audit is never removed');
END;

CREATE TRIGGER audit_head_only_goes_on BEFORE UPDATE ON audit_head WHEN NEW.number <> OLD.number + 1
BEGIN
  SELECT RAISE(ABORT, 'the head of the audit goes on by one entry');
END;

CREATE TRIGGER audit_head_stays BEFORE DELETE ON audit_head
BEGIN
  SELECT RAISE(ABORT, 'the head of the audit stays');
END;
