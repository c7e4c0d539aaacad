"""List near-duplicates with datasketch's own LSH, fed with signatures from minhash_news."""

from __future__ import annotations

import sys
from pathlib import Path

from datasketch import MinHashLSH

import minhash_news as mn
from minhash_news.minhash import to_datasketch
from minhash_news.model import Scheme

NEWSROOM = Path(__file__).parent / "newsroom"
THRESHOLD = 0.5


def main() -> None:
    """Sign every article at once, then let datasketch find the pairs."""
    articles = list(mn.read(sys.argv[1] if len(sys.argv) > 1 else NEWSROOM))
    signatures = mn.sign([article.text for article in articles])
    scheme = Scheme()  # what mn.sign uses unless told otherwise

    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=scheme.num_perm)
    seen = {}
    for article, row in zip(articles, signatures, strict=True):
        sketch = to_datasketch(row, scheme)
        for other in sorted(lsh.query(sketch)):
            jaccard = sketch.jaccard(seen[other])
            if jaccard >= THRESHOLD:  # LSH proposes, the signatures decide
                print(f"{jaccard:.2f}  {other}  ~  {article.id}")
        lsh.insert(article.id, sketch)
        seen[article.id] = sketch


if __name__ == "__main__":
    main()
