"""Addresses of the studio: for people with an account."""
