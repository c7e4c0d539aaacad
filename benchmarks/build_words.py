"""Make minhash_news/data/common_words.txt anew from the word lists of wordfreq (`pip install wordfreq==3.1.1`).

    python benchmarks/build_words.py

One language a line: code, then its words, most frequent first. A word that an earlier line has is a hyphen: it keeps
its place, and counts as the earlier language has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import wordfreq

from minhash_news.kernels.words import split_corpus

TARGET = Path(__file__).parent.parent / "minhash_news" / "data" / "common_words.txt"
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "sv")
WORDS = 8000
"""So many words of each of these."""
MORE_LANGUAGES = ("ar", "bg", "ca", "cs", "da", "el", "fi", "hi", "hu", "id", "nb", "ro", "tr", "uk")
FEWER_WORDS = 2000
"""So many of each of those: enough for the words that every article has."""
HEAD = f"""\
# The {WORDS:,} most frequent words of ten languages, and the {FEWER_WORDS:,} of fourteen more, most frequent first, one
# language a line: code, then words; a hyphen stands for a word that an earlier line has.
# Order after wordfreq 3.1.1 (Robyn Speer, CC BY-SA 4.0); words that hold anything but letters are left out. See NOTICE.
"""


def words(language: str) -> Iterator[str]:
    """Yield the words of a language that a text is split into."""
    for word in wordfreq.top_n_list(language, 4 * WORDS):
        found = split_corpus([word], workers=1)
        whole = len(found.hashes) == 1 and (found.starts[0], found.ends[0]) == (0, len(word))
        if whole and not any(letter.isdigit() for letter in word):
            yield word.replace("ς", "σ")  # as the splitter has it


def main() -> None:
    """Write the file."""
    earlier: set[str] = set()
    lines = [f"{code} {' '.join(islice(words(code), WORDS))}" for code in LANGUAGES]
    for line in lines:
        earlier.update(line.split()[1:])
    for code in MORE_LANGUAGES:
        listed = list(islice(words(code), FEWER_WORDS))
        lines.append(f"{code} {' '.join('-' if word in earlier else word for word in listed)}")
        earlier.update(listed)
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
