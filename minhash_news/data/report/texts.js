// Texts: an article's text with its passages marked, letter for letter as it was read.

/**
 * Return an element whose text content is exactly `text`.
 *
 * spans: [{ start, end, passage }], which may overlap; a stretch becomes <mark data-passages="0 3">.
 * words: [{ start, end, kept, changed }] in marked stretches; aside(start, end): a class and a label for a paragraph.
 */
function shownText(text, spans, { words = [], aside = () => null } = {}) {
  const container = make("div", { class: "text" });
  const ordered = [...words].sort((a, b) => a.start - b.start);
  let done = 0;
  for (const [start, end] of paragraphs(text)) {
    container.append(text.slice(done, start));
    const note = aside(start, end);
    container.append(
      make(
        "p",
        { dir: "auto", class: note?.kind, "data-note": note?.says },
        stretches(start, end, spans).map((stretch) => marked(text, stretch, ordered)),
      ),
    );
    done = end;
  }
  container.append(text.slice(done));
  return container;
}

/** The paragraphs of a text, [start, end): parted by blank lines or, where there are none, the lines themselves. */
function paragraphs(text) {
  const lines = [];
  for (const line of text.split("\n")) {
    const start = lines.length ? lines.at(-1).end + 1 : 0;
    lines.push({ start, end: start + line.length, blank: !line.trim() });
  }
  const inner = lines.slice(
    lines.findIndex((line) => !line.blank),
    lines.findLastIndex((line) => !line.blank) + 1,
  );
  const parted = inner.some((line) => line.blank);
  const found = [];
  lines.forEach((line, place) => {
    if (line.blank) return;
    if (parted && place && !lines[place - 1].blank) found.at(-1)[1] = line.end;
    else found.push([line.start, line.end]);
  });
  return found;
}

/** Cut [start, end) where the set of passages that cover it changes. */
function stretches(start, end, spans) {
  const inside = spans.filter((span) => span.start < end && span.end > start);
  const cuts = [...new Set([start, end, ...inside.flatMap((span) => [span.start, span.end])])]
    .filter((cut) => cut >= start && cut <= end)
    .sort((a, b) => a - b);
  return cuts.slice(1).map((to, place) => ({
    start: cuts[place],
    end: to,
    passages: inside.filter((span) => span.start <= cuts[place] && span.end >= to).map((span) => span.passage),
  }));
}

function marked(text, { start, end, passages }, words) {
  if (!passages.length) return text.slice(start, end);
  const parts = [];
  let done = start;
  for (const word of wordRuns(within(words, start, end))) {
    parts.push(text.slice(done, word.start));
    const inner = text.slice(word.start, word.end);
    parts.push(
      word.changed
        ? make("span", { class: "changed", title: `${word.changed} changed or not in the other text` }, inner)
        : make("span", { class: "kept" }, inner),
    );
    done = word.end;
  }
  return make("mark", { "data-passages": passages.join(" ") }, parts, text.slice(done, end));
}

/** Join neighbouring words of the same sort, with what stands between them. */
function wordRuns(words) {
  const runs = [];
  words.forEach((word, place) => {
    if (!word.kept && !word.changed) return;
    const last = runs.at(-1);
    const follows =
      last && last.next === place && Boolean(last.kept) === Boolean(word.kept) && last.changed === word.changed;
    if (follows) Object.assign(last, { end: word.end, next: place + 1 });
    else runs.push({ start: word.start, end: word.end, kept: word.kept, changed: word.changed, next: place + 1 });
  });
  return runs;
}

/** Where in a text its passages stand, as a strip. */
function strip(text, spans) {
  const scale = 1000 / Math.max(1, text.length);
  return draw(
    "svg",
    { class: "strip", viewBox: "0 0 1000 8", preserveAspectRatio: "none", "aria-hidden": "true" },
    spans.map(({ start, end }) =>
      draw("rect", { x: start * scale, width: Math.max(2, (end - start) * scale), height: 8 }),
    ),
  );
}

/** An article's name and what is known about it. */
function heading(article, level) {
  const facts = [
    article.outlet,
    article.author,
    article.published && moment(article.published),
    article.words && counted(article.words, "word"),
  ];
  const title = make(level, { class: "headline", dir: "auto" }, name(article));
  return make(
    "header",
    { class: "article-head" },
    title,
    make(
      "p",
      { class: "about" },
      facts.filter(Boolean).map((fact, place) => [place ? " · " : "", isolated(fact)]),
    ),
    make(
      "p",
      { class: "about id" },
      isolated(article.id),
      article.url && [" · ", make("a", { href: article.url, rel: "noopener noreferrer nofollow" }, "on the web")],
    ),
  );
}
