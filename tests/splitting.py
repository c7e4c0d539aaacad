"""Split: one text -> its words."""

from minhash_news.kernels.words import Words, split_corpus


def split_words(text: str) -> Words:
    """Return the words of one text."""
    return split_corpus([text], workers=1)
