"""Finds copies and rewrites among news articles and says which text came from which."""
