-- Whose words were told, in how many sentences of how many visits: counts of a month, and nothing of any visitor.
CREATE TABLE told (
  month TEXT NOT NULL,
  site TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('people', 'reviewed', 'translated', 'live', 'visits')),
  many INTEGER NOT NULL,
  PRIMARY KEY (month, site, what)
) STRICT, WITHOUT ROWID;
