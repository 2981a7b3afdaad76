"""From checked sentences to sound."""
