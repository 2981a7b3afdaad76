-- Long work that goes on where it stood when the house opens again (tour/jobs).
CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    site TEXT NOT NULL,
    request TEXT NOT NULL CHECK (json_valid(request)),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    wish TEXT NOT NULL DEFAULT '' CHECK (wish IN ('', 'cancel')),
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    stage TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(result)),
    begun_times INTEGER NOT NULL DEFAULT 0,
    made_by TEXT NOT NULL,
    made TEXT NOT NULL,
    begun TEXT NOT NULL DEFAULT '',
    ended TEXT NOT NULL DEFAULT '',
    holder TEXT NOT NULL DEFAULT '',
    held_until TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX jobs_in_order ON jobs (site, made, id);
CREATE INDEX jobs_open ON jobs (made, id) WHERE state IN ('waiting', 'running');
CREATE UNIQUE INDEX one_open_job_for_a_request ON jobs (kind, site, request) WHERE state IN ('waiting', 'running');
