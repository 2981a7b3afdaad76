"""Machine translation of facts, and the check that holds a translation against what people wrote."""
