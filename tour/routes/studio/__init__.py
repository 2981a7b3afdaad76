"""Addresses of the studio: for people with an account."""

from tour.routes.studio import heard, institution, invitations, jobs, me, people, review, sign_in

PARTS = (sign_in, institution, me, people, invitations, review, heard, jobs)
"""Each with its `ROUTES`."""
