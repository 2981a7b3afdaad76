"""Addresses of the studio: for people with an account."""

from tour.routes.studio import institution, invitations, me, people, sign_in

PARTS = (sign_in, institution, me, people, invitations)
"""Each with its `ROUTES`."""
