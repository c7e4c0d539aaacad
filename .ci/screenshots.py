"""Take the pictures of the report that the documentation shows: `make screenshots`.

They are of the example newsroom, by the browser that the tests use, in the fonts that this machine has (Debian:
fonts-texgyre and fonts-noto-core). Pillow, which nothing else needs, makes them small: pip install pillow.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

import minhash_news as mn
from tests.browsers import launched

ROOT = Path(__file__).resolve().parent.parent
COLOURS = 160
OUT = ROOT / "docs" / "images"
DERIVED, SOURCE = "harbor-fire/2026-03-04-update-technician-killed.md", "harbor-fire/2026-03-04-cold-storage-fire.md"
SCROLL = "() => { scrollTo(0, scrollY + document.querySelector('.bar').getBoundingClientRect().top - 16); }"
"""Bring the bar above the two texts to the top of the window."""


def addresses(graph: mn.DerivationGraph) -> dict[str, str]:
    """Return where in the page the pictures are taken, by file name."""
    family = next(family for family in graph.families() if DERIVED in family.articles)
    number = graph.families().index(family)
    edges = [(edge.derived, edge.source) for edge in graph.derivations if edge.derived in family.articles]
    return {
        "report-family.png": f"#/f/{number}",
        "report-comparison.png": f"#/f/{number}/e/{edges.index((DERIVED, SOURCE))}/p/1",
    }


def main() -> None:
    """Scan the example newsroom and take the pictures."""
    graph = mn.scan(mn.read(ROOT / "examples" / "newsroom"))
    OUT.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, launched() as browser:
        path = Path(folder) / "report.html"
        graph.write(path)
        for name, address in addresses(graph).items():
            page = browser.new_page(viewport={"width": 1360, "height": 800})
            page.goto(path.as_uri() + address)
            page.wait_for_selector("#detail section")
            if page.locator(".bar").count():
                page.evaluate(SCROLL)
            page.wait_for_timeout(200)  # the ribbons follow the scrolling a frame later
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(OUT / name, optimize=True)


if __name__ == "__main__":
    main()
