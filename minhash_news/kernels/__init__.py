"""Numba loops: arrays in, arrays out; no strings, no policy."""
