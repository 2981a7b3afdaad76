"""Visits, sockets, HTTP, settings and the command line."""
