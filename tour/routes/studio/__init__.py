"""Addresses of the studio: for people with an account."""

from tour.routes.studio import (
    analytics,
    audit,
    heard,
    institution,
    invitations,
    jobs,
    me,
    people,
    privacy,
    review,
    sharings,
    sign_in,
)

PARTS = (sign_in, institution, me, people, invitations, review, heard, jobs, audit, privacy, analytics, sharings)
"""Each with its `ROUTES`."""
