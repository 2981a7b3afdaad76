"""From a scan to a place: guard, read, repair, derive, and a pack written whole or not at all."""
