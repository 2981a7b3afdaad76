-- Files on their way into the house, piece by piece (tour/uploads). Their bytes lie in the folder `uploads`, named by id;
-- of them `held` are on the disk for certain, whatever the file's length.
CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    held INTEGER NOT NULL DEFAULT 0 CHECK (held BETWEEN 0 AND size),
    made_by TEXT NOT NULL,
    made TEXT NOT NULL,
    expires TEXT NOT NULL,
    job TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX uploads_in_order ON uploads (site, made, id);
