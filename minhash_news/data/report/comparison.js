// Comparison: an edge's two texts side by side, what they share, what was changed, and the grounds in words.
const SIDES = ["source", "derived"];
const MOST_CHANGES = 24;

/** Return the view of an edge: { element, show(passage), drawn() to be called once it stands in the page }. */
function comparison(family, edge, { texts, edges }) {
  const { grounds, passages, coverage } = edges[edge.place];
  const text = {
    source: texts[family.members.indexOf(edge.source)],
    derived: texts[family.members.indexOf(edge.derived)],
  };
  const both = text.source != null && text.derived != null;
  const compared = both ? comparedWords(text, passages) : null;
  const columns = both ? sideBySide(edge, text, passages, coverage, compared) : null;
  return {
    element: make(
      "section",
      { class: "comparison", "aria-labelledby": "what", keydown: columns?.press },
      make("h3", { id: "what", tabindex: -1 }, sentence(edge, family), "."),
      make(
        "p",
        { class: "sure" },
        swatch(edge.kind),
        make("b", { class: edge.kind }, edge.kind),
        ` · ${sureness(edge)}`,
      ),
      make(
        "div",
        { class: "why" },
        groundList(
          "What speaks for it",
          grounds.filter(([, weight]) => weight >= 0),
        ),
        groundList(
          "What speaks against it",
          grounds.filter(([, weight]) => weight < 0),
        ),
        compared && changeList(compared.changes),
      ),
      columns ? columns.element : make("p", { class: "note" }, missing(edge.source)),
    ),
    show: columns?.show ?? (() => {}),
    drawn: columns?.drawn ?? (() => {}),
  };
}

function sureness({ kind, confidence, known, sure }) {
  const related = `confidence ${estimate(confidence)} that they are so related`;
  return known
    ? `${related}, ${estimate(sure)} that this way round is right`
    : `${related}; the ${kind} may be either of the two`;
}

/** Say why there is nothing to read, where there is not. */
function missing(source) {
  if (articles[source].absent)
    return "The source is not in the corpus, so there is no text to compare: it is inferred from what others share.";
  return report.withTexts
    ? "The texts of this family were left out to keep the page small; scan its articles alone to see them."
    : "This report was made from a graph without the texts. To see them, scan the articles with -o report.html.";
}

function groundList(title, grounds) {
  if (!grounds.length) return null;
  return make(
    "div",
    {},
    make("h4", {}, title),
    make(
      "ul",
      { class: "grounds" },
      grounds.map(([says, weight]) => {
        const bar = make("span", {
          class: "weight",
          role: "img",
          "aria-label": `weight ${Math.abs(weight).toFixed(1)}`,
        });
        bar.style.setProperty("--share", Math.min(1, Math.abs(weight) / 6));
        return make("li", {}, bar, isolated(says));
      }),
    ),
  );
}

function changeList(changes) {
  if (!changes.length) return null;
  const more = changes.length > MOST_CHANGES && make("li", {}, `and ${changes.length - MOST_CHANGES} more`);
  return make(
    "div",
    {},
    make("h4", {}, "Numbers, names and quotations changed"),
    make(
      "ul",
      { class: "changes" },
      changes
        .slice(0, MOST_CHANGES)
        .map(([before, after]) =>
          make("li", {}, make("del", { dir: "auto" }, before), " → ", make("ins", { dir: "auto" }, after)),
        ),
      more,
    ),
  );
}

function comparedWords(text, passages) {
  const [source, derived] = SIDES.map((side) => ({ text: text[side], ...lookedThrough(text[side]) }));
  const words = { source: [], derived: [] };
  const changes = [];
  const taken = new Set(); // a stretch of the source may serve two passages: its words are marked once
  for (const passage of passages) {
    const found = compareWords(source, derived, passage);
    words.derived.push(found.mine);
    words.source.push(found.theirs.filter((word) => !taken.has(word.start)));
    found.theirs.forEach((word) => taken.add(word.start));
    changes.push(found.changes);
  }
  return { words: { source: words.source.flat(), derived: words.derived.flat() }, changes: changes.flat() };
}

function sideBySide(edge, text, passages, coverage, { words }) {
  const spans = {
    source: passages.map(([, , start, end], passage) => ({ start, end, passage })),
    derived: passages.map(([start, end], passage) => ({ start, end, passage })),
  };
  const notes = edge.known ? { source: "left out", derived: "added" } : { source: "only here", derived: "only here" };
  const panes = Object.fromEntries(
    SIDES.map((side) => [side, pane(side, articles[edge[side]], text[side], spans[side], words[side], notes[side])]),
  );
  const gutter = draw("svg", { class: "gutter", "aria-hidden": "true" });
  const place = make(
    "span",
    { role: "status", class: "place" },
    passages.length ? `${counted(passages.length, "passage")} in common` : "No passage in common",
  );
  const together = make("input", { type: "checkbox", checked: true });
  let active = -1;

  function show(passage, { from = null } = {}) {
    if (!passages.length) return;
    active = (passage + passages.length) % passages.length;
    for (const side of SIDES) {
      panes[side].querySelectorAll("mark.active").forEach((mark) => mark.classList.remove("active"));
      marksOf(panes[side], active).forEach((mark) => mark.classList.add("active"));
      if (side !== from) scrolled.bring(panes[side], active, from && offsetOf(panes[from], active));
    }
    place.textContent = `Passage ${active + 1} of ${passages.length}`;
    ribbons(gutter, panes, passages.length, active);
  }
  const previous = () => show(active < 0 ? -1 : active - 1);
  const next = () => show(active + 1);
  function press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "n") next();
    if (event.key === "p") previous();
  }
  for (const side of SIDES) {
    panes[side].addEventListener("click", (event) => {
      const mark = event.target.closest("mark");
      if (mark) show(Number(mark.dataset.passages.split(" ")[0]), { from: side });
    });
  }
  const scrolled = scrollTogether(
    panes,
    passages,
    () => together.checked,
    () => ribbons(gutter, panes, passages.length, active),
  );
  const disabled = !passages.length;
  const bar = make(
    "div",
    { class: "bar" },
    place,
    make("button", { type: "button", click: previous, "aria-label": "Previous passage", disabled }, "↑ Previous"),
    make("button", { type: "button", click: next, "aria-label": "Next passage", disabled }, "↓ Next"),
    make("label", { class: "together" }, together, "scroll together"),
    key(),
  );
  const element = make(
    "div",
    { class: "compare" },
    bar,
    make(
      "div",
      { class: "heads" },
      SIDES.map((side) => head(side, edge, text[side], spans[side], coverage)),
    ),
    make("div", { class: "panes" }, panes.source, gutter, panes.derived),
  );
  return { element, show, press, drawn: scrolled.begin };
}

function key() {
  const shade = (...content) => make("span", {}, make("mark", {}, content));
  return make(
    "span",
    { class: "key" },
    shade(make("span", { class: "kept" }, "in both")),
    shade("put otherwise"),
    shade(make("span", { class: "changed" }, "number, name or quotation changed")),
  );
}

function head(side, edge, text, spans, coverage) {
  const share = coverage[side === "derived" ? 0 : 1];
  const role = edge.known ? { source: "Probable source", derived: "Probably made from it" }[side] : "First or second";
  return make(
    "div",
    { class: `head ${side}` },
    make("p", { class: "eyebrow" }, role),
    heading(articles[edge[side]], "h4"),
    strip(text, spans),
    make(
      "p",
      { class: "about" },
      spans.length ? `${percent(share)} of its words stand in these passages` : "no passage in common",
    ),
  );
}

function pane(side, article, text, spans, words, note) {
  const aside = (start, end) =>
    spans.some((span) => span.start < end && span.end > start) ? null : { kind: "alone", says: note };
  return make(
    "div",
    { class: `pane ${side}`, tabindex: 0, role: "region", "aria-label": `Text of ${name(article)}` },
    shownText(text, spans, { words, aside }),
  );
}
