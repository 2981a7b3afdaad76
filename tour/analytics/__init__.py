"""What visitors did who agreed to its being kept: figures for five or more of them, and what they asked in vain."""
