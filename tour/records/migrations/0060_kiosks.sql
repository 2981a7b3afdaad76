-- How the kiosks of a site behave (tour/kiosk/rules.py), as an operator set it; a site without a row has the defaults.
CREATE TABLE kiosks (
    site TEXT PRIMARY KEY,
    rules TEXT NOT NULL
) STRICT;
