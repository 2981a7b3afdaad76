"""Weights of the engines: what there is, where it comes from, whether what lies here is whole."""
