"""Addresses of the studio: for people with an account."""

from tour.routes.studio import (
    analytics,
    audit,
    drafts,
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
    drafts,
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
