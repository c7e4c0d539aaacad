// Article: one text, where each of its passages came from, and who took it up.
const MOST_LISTED = 60;

/** Return the view of an article of a family. */
function articleView(family, number, { texts, edges }) {
  const article = articles[number];
  const text = texts[family.members.indexOf(number)];
  const taken = family.edges.filter((edge) => edge.derived === number);
  const given = family.edges.filter((edge) => edge.source === number);
  const pieces = taken
    .flatMap((edge, source) =>
      edges[edge.place].passages.map(([start, end, from, to], place) => ({
        start,
        end,
        from,
        to,
        edge,
        source,
        place,
      })),
    )
    .sort((a, b) => a.start - b.start)
    .map((piece, passage) => ({ ...piece, passage, before: upstream(family, edges, piece) }));
  const head = heading(article, "h3");
  head.querySelector("h3").id = "what";
  head.querySelector("h3").tabIndex = -1;
  return make(
    "section",
    { class: "article", "aria-labelledby": "what" },
    head,
    make(
      "div",
      { class: "read" },
      article.absent
        ? make(
            "p",
            { class: "note" },
            "No article of the corpus: a source that the articles beside it must have in common.",
          )
        : text == null
          ? make("p", { class: "note" }, missing(number))
          : sourced(text, pieces),
      make(
        "aside",
        {},
        sources(family, article, taken, edges),
        passageList(family, text, pieces),
        takers(family, given),
      ),
    ),
  );
}

/** The text with its passages in the colour and under the number of their source. */
function sourced(text, pieces) {
  const container = shownText(text, pieces);
  const seen = new Set();
  for (const mark of container.querySelectorAll("mark")) {
    const piece = pieces[Number(mark.dataset.passages.split(" ")[0])];
    mark.classList.add(`from${piece.source % 6}`);
    if (!seen.has(piece)) mark.dataset.source = piece.source + 1;
    seen.add(piece);
  }
  container.addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    const line = mark && document.getElementById(`piece-${mark.dataset.passages.split(" ")[0]}`);
    line?.querySelector("a").focus();
  });
  return container;
}

/** The edges by which the source of a piece has most of it from a source of its own. */
function upstream(family, edges, { edge, from, to }) {
  return family.edges.filter(
    (other) =>
      other.derived === edge.source &&
      other.source !== edge.derived &&
      edges[other.place].passages.some(([start, end]) => Math.min(end, to) - Math.max(start, from) > (to - from) / 2),
  );
}

function sources(family, article, taken, edges) {
  if (!taken.length) {
    return make(
      "div",
      {},
      make("h4", {}, "Where it comes from"),
      make(
        "p",
        {},
        article.absent ? "It is inferred." : "Nothing in the corpus is its source: it is an origin of this family.",
      ),
    );
  }
  return make(
    "div",
    {},
    make("h4", {}, "Where it comes from"),
    make(
      "ol",
      { class: "sources" },
      taken.map((edge, source) =>
        make(
          "li",
          {},
          make("span", { class: `badge from${source % 6}` }, source + 1),
          make("a", { href: `#/f/${family.number}/e/${edge.place}` }, isolated(name(articles[edge.source]))),
          make(
            "span",
            { class: "about" },
            edge.known ? "probably" : "possibly",
            ` ${report.made[edge.kind]} it, confidence ${estimate(edge.confidence)}; `,
            `${percent(edges[edge.place].coverage[0])} of these words`,
          ),
        ),
      ),
    ),
  );
}

function passageList(family, text, pieces) {
  if (!pieces.length) return null;
  const line = (piece) =>
    make(
      "li",
      { id: `piece-${piece.passage}` },
      make("span", { class: `badge from${piece.source % 6}` }, piece.source + 1),
      make(
        "a",
        { href: `#/f/${family.number}/e/${piece.edge.place}/p/${piece.place}` },
        isolated(shortened(text.slice(piece.start, piece.end).replace(/\s+/g, " "), 70)),
      ),
      make(
        "span",
        { class: "about" },
        "from ",
        isolated(label(articles[piece.edge.source])),
        piece.before.map((edge) => [
          ", there probably from ",
          isolated(
            articles[edge.source].outlet === articles[edge.derived].outlet
              ? name(articles[edge.source])
              : label(articles[edge.source]),
          ),
        ]),
      ),
    );
  const more =
    pieces.length > MOST_LISTED && make("li", {}, `and ${pieces.length - MOST_LISTED} more, marked in the text`);
  return make(
    "div",
    {},
    make("h4", {}, "Its passages, one by one"),
    make("ol", { class: "pieces" }, pieces.slice(0, MOST_LISTED).map(line), more),
  );
}

function takers(family, given) {
  if (!given.length) return null;
  return make(
    "div",
    {},
    make("h4", {}, "Who shares text with it"),
    make(
      "ul",
      { class: "takers" },
      given.map((edge) =>
        make(
          "li",
          {},
          make("a", { href: `#/f/${family.number}/e/${edge.place}` }, isolated(name(articles[edge.derived]))),
          make(
            "span",
            { class: "about" },
            isolated(articles[edge.derived].outlet ?? ""),
            ` ${edge.kind}, ${estimate(edge.confidence)}`,
          ),
        ),
      ),
    ),
  );
}
