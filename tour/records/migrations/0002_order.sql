-- The place that a record had among its kind when it went to visitors: another order is theirs with the next release only.
ALTER TABLE heads ADD COLUMN published_place INTEGER NOT NULL DEFAULT -1;

UPDATE heads SET published_place = place WHERE published > 0;
