"""The commands of `tour`, one a file."""
