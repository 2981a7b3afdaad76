"""From an encounter to checked words to speech."""
