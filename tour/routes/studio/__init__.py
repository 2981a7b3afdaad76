"""Addresses of the studio: for people with an account."""

from tour.routes.studio import (
    analytics,
    audit,
    heard,
    institution,
    invitations,
    jobs,
    me,
    packs,
    people,
    privacy,
    records,
    releases,
    review,
    sharings,
    sign_in,
)

PARTS = (
    sign_in,
    institution,
    me,
    people,
    invitations,
    review,
    heard,
    jobs,
    audit,
    privacy,
    analytics,
    sharings,
    records,
    releases,
    packs,
)
"""Each with its `ROUTES`."""
