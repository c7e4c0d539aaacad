// Comparison: an edge's two texts side by side, what they share, what was changed, and why they are taken to be related.
const SIDES = ["source", "derived"];
const MOST_CHANGES = 24;

/** Return the view of an edge: { element, show(passage), drawn() to be called once it stands in the page }. */
function comparison(family, edge, { texts, edges }) {
  const { grounds, passages, coverage } = edges[edge.place];
  const text = { source: texts[family.members.indexOf(edge.source)], derived: texts[family.members.indexOf(edge.derived)] };
  const both = text.source != null && text.derived != null;
  const compared = both ? comparedWords(text, passages) : null;
  const columns = both ? sideBySide(edge, text, passages, coverage, compared) : null;
  return {
    element: make("section", { class: "comparison", "aria-labelledby": "what" },
      make("h3", { id: "what", tabindex: -1 }, sentence(edge, { linked: family }), "."),
      make("p", { class: "sure" }, swatch(edge.kind), make("b", { class: edge.kind }, edge.kind), ` · ${sureness(edge)}`),
      make("div", { class: "why" }, groundList("What speaks for it", grounds.filter(([, weight]) => weight >= 0)),
        groundList("What speaks against it", grounds.filter(([, weight]) => weight < 0)),
        compared && changeList(compared.changes)),
      columns ? columns.element : make("p", { class: "note" }, missing(family, edge))),
    show: columns?.show ?? (() => {}),
    drawn: columns?.drawn ?? (() => {}),
  };
}

function sureness({ kind, confidence, known, sure }) {
  const related = `confidence ${percent(confidence)} that they are so related`;
  return known ? `${related}, ${percent(sure)} that this way round is right` : `${related}; the ${kind} may be either of the two`;
}

function missing(family, edge) {
  if (articles[edge.source].absent) return "The source is not in the corpus, so there is no text to compare with. It is inferred from what others share.";
  return report.withTexts
    ? "The texts of this family were left out to keep the page small; scan its articles alone to see them."
    : "The graph that this report was made from came without the texts, so they cannot be shown. Scan the articles with -o report.html to see them.";
}

function groundList(title, grounds) {
  if (!grounds.length) return null;
  return make("div", {}, make("h4", {}, title), make("ul", { class: "grounds" }, grounds.map(([says, weight]) => {
    const bar = make("span", { class: "weight", role: "img", "aria-label": `weight ${Math.abs(weight).toFixed(1)}` });
    bar.style.setProperty("--share", Math.min(1, Math.abs(weight) / 6));
    return make("li", {}, bar, isolated(says));
  })));
}

function changeList(changes) {
  if (!changes.length) return null;
  const more = changes.length > MOST_CHANGES && make("li", {}, `and ${changes.length - MOST_CHANGES} more`);
  return make("div", {}, make("h4", {}, "Numbers and names changed"), make("ul", { class: "changes" },
    changes.slice(0, MOST_CHANGES).map(([before, after]) => (
      make("li", {}, make("del", { dir: "auto" }, before), " → ", make("ins", { dir: "auto" }, after))
    )), more));
}

function comparedWords(text, passages) {
  const [source, derived] = SIDES.map((side) => ({ text: text[side], ...lookedThrough(text[side]) }));
  const words = { source: [], derived: [] };
  const changes = [];
  const taken = new Set(); // a stretch of the source may serve two passages: its words are marked once
  for (const passage of passages) {
    const found = compareWords(source, derived, passage);
    words.derived.push(...found.mine);
    words.source.push(...found.theirs.filter((word) => !taken.has(word.start)));
    found.theirs.forEach((word) => taken.add(word.start));
    changes.push(...found.changes);
  }
  return { words, changes };
}

function sideBySide(edge, text, passages, coverage, { words }) {
  const spans = {
    source: passages.map(([, , start, end], passage) => ({ start, end, passage })),
    derived: passages.map(([start, end], passage) => ({ start, end, passage })),
  };
  const notes = edge.known ? { source: "left out", derived: "added" } : { source: "only here", derived: "only here" };
  const panes = Object.fromEntries(SIDES.map((side) => [side, pane(side, articles[edge[side]], text[side], spans[side], words[side], notes[side])]));
  const gutter = draw("svg", { class: "gutter", "aria-hidden": "true" });
  const place = make("span", { role: "status", class: "place" }, passages.length ? `${counted(passages.length, "passage")} in common` : "No passage in common");
  const together = make("input", { type: "checkbox", checked: true });
  let active = -1;

  function show(passage, { from = null } = {}) {
    if (!passages.length) return;
    active = (passage + passages.length) % passages.length;
    for (const side of SIDES) {
      panes[side].querySelectorAll("mark.active").forEach((mark) => mark.classList.remove("active"));
      marksOf(panes[side], active).forEach((mark) => mark.classList.add("active"));
      if (side !== from) bring(panes[side], active, from && offsetOf(panes[from], active));
    }
    place.textContent = `Passage ${active + 1} of ${passages.length}`;
    ribbons(gutter, panes, passages.length, active);
  }
  for (const side of SIDES) {
    panes[side].addEventListener("click", (event) => {
      const mark = event.target.closest("mark");
      if (mark) show(Number(mark.dataset.passages.split(" ")[0]), { from: side });
    });
  }
  const links = scrollTogether(panes, passages, () => together.checked, () => ribbons(gutter, panes, passages.length, active));
  const bar = make("div", { class: "bar" }, place,
    make("button", { type: "button", click: () => show(active < 0 ? -1 : active - 1), "aria-label": "Previous passage", disabled: !passages.length }, "↑ Previous"),
    make("button", { type: "button", click: () => show(active + 1), "aria-label": "Next passage", disabled: !passages.length }, "↓ Next"),
    make("label", { class: "together" }, together, "scroll together"),
    key());
  const element = make("div", { class: "compare", keydown: (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "n") show(active + 1);
    if (event.key === "p") show(active < 0 ? -1 : active - 1);
  } }, bar, make("div", { class: "heads" }, SIDES.map((side) => head(side, edge, text[side], spans[side], coverage))),
  make("div", { class: "panes" }, panes.source, gutter, panes.derived));
  return { element, show, drawn: links };
}

/** The marks of a passage in a pane, looked up once for each pane. */
const marksIn = new WeakMap();
function marksOf(pane, passage) {
  if (!marksIn.has(pane)) {
    const found = new Map();
    for (const mark of pane.querySelectorAll("mark")) {
      for (const number of mark.dataset.passages.split(" ").map(Number)) found.set(number, [...(found.get(number) ?? []), mark]);
    }
    marksIn.set(pane, found);
  }
  return marksIn.get(pane).get(passage) ?? [];
}

function key() {
  const item = (content, says) => make("span", {}, content, says);
  return make("span", { class: "key" },
    item(make("mark", {}, make("span", { class: "kept" }, "in both")), ""),
    item(make("mark", {}, "put otherwise"), ""),
    item(make("mark", {}, make("span", { class: "changed" }, "number, name or quotation changed")), ""));
}

function head(side, edge, text, spans, coverage) {
  const share = coverage[side === "derived" ? 0 : 1];
  const role = edge.known ? { source: "Source", derived: "Made from it" }[side] : "First or second";
  return make("div", { class: `head ${side}` }, make("p", { class: "eyebrow" }, role), heading(articles[edge[side]], "h4"),
    strip(text, spans), make("p", { class: "about" }, spans.length ? `${percent(share)} of its words stand in these passages` : "no passage in common"));
}

function pane(side, article, text, spans, words, note) {
  const aside = (start, end) => (spans.some((span) => span.start < end && span.end > start) ? null : { kind: "alone", says: note });
  return make("div", { class: `pane ${side}`, tabindex: 0, role: "region", "aria-label": `Text of ${name(article)}` },
    shownText(text, spans, { words, aside }));
}

/** Where a passage stands in a pane: top and bottom, in pixels of the scrolled text. */
function extent(pane, passage) {
  const marks = marksOf(pane, passage);
  if (!marks.length) return null;
  const zero = pane.getBoundingClientRect().top - pane.scrollTop;
  return [marks[0].getBoundingClientRect().top - zero, marks.at(-1).getBoundingClientRect().bottom - zero];
}

const offsetOf = (pane, passage) => (extent(pane, passage)?.[0] ?? 0) - pane.scrollTop;

/** Scroll a pane so that the passage stands at this offset from its top, a fifth of the height where none is given. */
function bring(pane, passage, offset) {
  const where = extent(pane, passage);
  if (where) pane.scrollTop = where[0] - (offset ?? pane.clientHeight / 5);
}

/** Let one pane follow the other: passages that keep their order in both texts are the joints in between. */
function scrollTogether(panes, passages, wanted, after) {
  const expected = new Map();
  let joints = [];
  const height = (pane) => pane.scrollHeight - pane.clientHeight;

  function measure() {
    const extents = passages.map((_, passage) => SIDES.map((side) => extent(panes[side], passage))).filter(([a, b]) => a && b);
    const kept = inOrder(extents.sort((a, b) => a[0][0] - b[0][0]));
    joints = [[0, 0], ...kept.flatMap(([a, b]) => [[a[0], b[0]], [a[1], b[1]]]), SIDES.map((side) => panes[side].scrollHeight)];
    after();
  }
  function follow(from, to, side) {
    if (Math.abs((expected.get(from) ?? -9) - from.scrollTop) < 2) return expected.delete(from);
    if (wanted() && height(from) > 0) {
      const there = between(joints, side, from.scrollTop * from.scrollHeight / height(from));
      to.scrollTop = there * height(to) / to.scrollHeight;
      expected.set(to, to.scrollTop);
    }
    return after();
  }
  panes.source.addEventListener("scroll", () => follow(panes.source, panes.derived, 0), { passive: true });
  panes.derived.addEventListener("scroll", () => follow(panes.derived, panes.source, 1), { passive: true });
  const watch = new ResizeObserver(measure);
  return () => SIDES.forEach((side) => watch.observe(panes[side].firstChild));
}

/** The longest chain of passages, already sorted by the source, that keep their order in the derived text too. */
function inOrder(extents) {
  const best = [];
  extents.forEach((one, place) => {
    const before = best.slice(0, place).filter((_, other) => extents[other][0][1] <= one[0][0] + 1 && extents[other][1][1] <= one[1][0] + 1)
      .sort((a, b) => b.length - a.length)[0];
    best.push([...(before ?? []), one]);
  });
  return best.sort((a, b) => b.length - a.length)[0] ?? [];
}

/** Carry a height of one text over to the other, along straight lines between the joints. */
function between(joints, side, height) {
  const next = Math.max(1, joints.findIndex((joint) => joint[side] >= height));
  const [a, b] = [joints[next - 1], joints[next]];
  const share = b[side] > a[side] ? (height - a[side]) / (b[side] - a[side]) : 0;
  return a[1 - side] + share * (b[1 - side] - a[1 - side]);
}

/** Join the two sides of each passage across the gutter. */
function ribbons(gutter, panes, count, active) {
  const { width, height } = gutter.getBoundingClientRect();
  const shapes = [];
  for (let passage = 0; passage < count && width; passage++) {
    const sides = SIDES.map((side) => extent(panes[side], passage)?.map((y) => y - panes[side].scrollTop));
    if (!sides[0] || !sides[1] || Math.max(sides[0][1], sides[1][1]) < 0 || Math.min(sides[0][0], sides[1][0]) > height) continue;
    const [[a, b], [c, d]] = sides;
    const half = width / 2;
    shapes.push(draw("path", { class: passage === active ? "ribbon active" : "ribbon",
      d: `M0 ${a}C${half} ${a} ${half} ${c} ${width} ${c}V${d}C${half} ${d} ${half} ${b} 0 ${b}z` }));
  }
  gutter.replaceChildren(...shapes);
}
