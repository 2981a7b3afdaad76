-- What visitors did who agreed to that. All of it is sealed with their own keys; without those these are random bytes.
CREATE TABLE deeds (
  id INTEGER PRIMARY KEY,
  visitor TEXT NOT NULL,
  site TEXT NOT NULL,
  day TEXT NOT NULL,
  sealed BLOB NOT NULL,
  settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1))
) STRICT;

CREATE INDEX deeds_visitor ON deeds (visitor);
CREATE INDEX deeds_site ON deeds (site, day);
