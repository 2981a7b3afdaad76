"""A screen in a museum's hall: how it behaves, who may change that, and how a visit leaves it for a visitor's phone."""
