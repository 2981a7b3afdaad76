"""What is kept of visitors: only what they agreed to, under a key of their own, and gone when they say so."""
