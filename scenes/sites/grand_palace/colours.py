"""Colours of glaze, gold and glass, linear, with which white materials are tinted."""

from scenes.sites.surface import Triple

GOLD: Triple = (0.86, 0.55, 0.13)
OLD_GOLD: Triple = (0.66, 0.42, 0.12)
PALE_GOLD: Triple = (0.94, 0.72, 0.30)
RED: Triple = (0.38, 0.035, 0.022)
ORANGE: Triple = (0.80, 0.21, 0.03)
YELLOW: Triple = (0.85, 0.48, 0.05)
GREEN: Triple = (0.045, 0.20, 0.085)
BLUE: Triple = (0.030, 0.055, 0.21)
GREEN_GLASS: Triple = (0.10, 0.36, 0.17)
BLUE_GLASS: Triple = (0.05, 0.09, 0.26)
WHITEWASH: Triple = (0.80, 0.78, 0.72)
MARBLE: Triple = (0.66, 0.66, 0.64)
GRANITE: Triple = (0.36, 0.35, 0.33)
BRONZE: Triple = (0.075, 0.062, 0.045)
BLACK: Triple = (0.02, 0.018, 0.016)
LEAF: Triple = (0.055, 0.13, 0.03)
