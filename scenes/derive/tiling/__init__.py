"""Cutting a place too big for memory into 3D Tiles, step by step: spool, split, share, build."""
