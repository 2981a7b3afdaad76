"""What `scenes.derive.repair` is made of: one kind of fault a file."""
