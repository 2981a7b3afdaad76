"""The house's front gate: how many connections come in, from where, and how long they may say nothing."""
