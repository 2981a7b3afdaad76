-- departures.invitation is from now on the SHA-256 of a ticket. Who left with the ticket itself, ten minutes ago at most,
-- leaves once more.
DELETE FROM departures;
