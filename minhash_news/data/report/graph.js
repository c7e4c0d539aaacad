// Graph: a family's articles as boxes and its edges as lines, sources left of what was made from them.
/** Above this a drawing explains nothing; the list of derivations remains. */
const MOST_DRAWN = 300;
/** The smallest scale at which a wide drawing is fitted into the window before it scrolls. */
const SMALLEST = 0.76;
/** From this confidence on a line is not labelled with it. */
const SURE = 0.95;
const TINTS = 8;

function swatch(kind) {
  return draw(
    "svg",
    { class: "swatch", width: 26, height: 8, "aria-hidden": "true" },
    draw("path", { class: `line ${kind}`, d: "M1 4H25" }),
  );
}

/** Return the drawing of a family, which is a figure; `wide` is the room there is for it. */
function drawing(family, wide) {
  if (family.members.length > MOST_DRAWN) {
    return make(
      "p",
      { class: "note" },
      `${counted(family.members.length, "article")} are too many for a drawing; the list below has them all.`,
    );
  }
  const plan = arrange(family, Math.floor(wide / SMALLEST));
  const tints = new Map(
    [...tally(family.members.map((member) => articles[member].outlet).filter(Boolean)).keys()]
      .slice(0, TINTS)
      .map((outlet, place) => [outlet, place + 1]),
  );
  const lines = draw(
    "svg",
    { class: "lines", width: plan.width, height: plan.height + 8 },
    family.edges.map((edge) => edgeLine(family, edge, plan.routes[edge.place])),
  );
  const boxes = plan.columns
    .flat()
    .sort((a, b) => plan.boxes.get(a).column - plan.boxes.get(b).column || plan.boxes.get(a).y - plan.boxes.get(b).y)
    .map((article) => box(family, article, plan, tints.get(articles[article].outlet)));
  const canvas = make(
    "div",
    { class: "canvas" },
    make("div", { class: "times", "aria-hidden": "true" }, timeMarks(plan)),
    make("div", { class: "boxes" }, lines, boxes),
  );
  canvas.style.width = `${plan.width}px`;
  canvas.lastChild.style.height = `${plan.height + 8}px`;
  canvas.style.zoom = Math.max(SMALLEST, Math.min(1, wide / plan.width));
  canvas.style.setProperty("--width", plan.width);
  return make(
    "figure",
    { class: "graph" },
    make(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": "Derivations drawn from left to right along time" },
      canvas,
    ),
    make(
      "figcaption",
      {},
      "Time runs from left to right, not to scale. An arrow leads from a source to what was probably made from it; ",
      `a line without a head: which came first is unknown. Confidence is written where it is below ${percent(SURE)}.`,
    ),
  );
}

/** Scroll a tall drawing, once it stands in the page, to the origin from which most of the family derives. */
function centre(drawn, family) {
  const scroll = drawn.querySelector(".scroll");
  const box = drawn.querySelector(`[data-article="${family.lead}"]`)?.getBoundingClientRect();
  if (box) scroll.scrollTop += box.top + box.height / 2 - scroll.getBoundingClientRect().top - scroll.clientHeight / 2;
}

/** The days above the columns. */
function timeMarks({ columns, lefts }) {
  let shown = null;
  return columns.map((column, place) => {
    const dates = column
      .map((article) => articles[article])
      .filter(({ when }) => when)
      .map(({ published }) => published);
    const days = dates.length ? span(dates) : "no date";
    const mark = make("span", { class: "time" }, days !== shown && days);
    shown = days;
    mark.style.left = `${lefts[place]}px`;
    return mark;
  });
}

function box(family, number, plan, tint) {
  const article = articles[number];
  const { left, y } = plan.boxes.get(number);
  const early = family.edges.some((edge) => edge.derived === number && !plan.routes[edge.place].forward);
  const origin = family.origins.includes(number);
  const element = make(
    "a",
    {
      href: `#/f/${family.number}/a/${number}`,
      class: ["box", article.absent && "absent", origin && "origin", tint && `tint${tint}`].filter(Boolean).join(" "),
      "data-article": number,
      title: name(article),
    },
    make(
      "span",
      { class: "eyebrow", dir: "auto" },
      article.outlet || (article.absent ? "not in the corpus" : "no outlet named"),
    ),
    make("strong", { dir: "auto" }, article.absent ? "An unobserved source" : name(article)),
    make(
      "span",
      { class: "about" },
      whenOf(article, family),
      origin && make("span", { class: "tag" }, "origin"),
      early && make("span", { class: "tag" }, "dated earlier"),
    ),
  );
  element.style.left = `${left}px`;
  element.style.top = `${y - BOX.height / 2}px`;
  return element;
}

function whenOf(article, family) {
  if (article.absent) return make("span", {}, "inferred");
  if (article.when) return make("span", {}, moment(article.published, { short: true }));
  const placed = family.first < Infinity ? "no date, placed by its relatives" : "no date";
  return make("i", {}, article.published ? "date not understood" : placed);
}

function edgeLine(family, edge, { path, x, y, forward }) {
  const way = forward ? -1 : 1;
  const label = make("span", {}, sentence(edge)).textContent;
  return draw(
    "a",
    {
      href: `#/f/${family.number}/e/${edge.place}`,
      class: `edge ${edge.kind}`,
      "data-edge": edge.place,
      "aria-label": label,
    },
    draw("title", {}, label),
    draw("path", { class: "reach", d: path }),
    draw("path", { class: "line", d: path, "stroke-width": (1.2 + 2.2 * edge.confidence ** 2).toFixed(2) }),
    edge.known && draw("path", { class: "head", d: `M${x} ${y.toFixed(1)}l${10 * way} -5v10z` }),
    draw(
      "text",
      { x: x + 12 * way, y: (y - 5).toFixed(1), "text-anchor": forward ? "end" : "start" },
      [edge.kind, edge.confidence < SURE && percent(edge.confidence), !edge.known && "?"].filter(Boolean).join(" "),
    ),
  );
}

/** What an edge claims, as a sentence; the articles are links where their family is given. */
function sentence(edge, family = null) {
  const called = (number) => {
    const title = isolated(articles[number].absent ? "a source not in the corpus" : `“${name(articles[number])}”`);
    return family ? make("a", { href: `#/f/${family.number}/a/${number}` }, title) : title;
  };
  if (!edge.known)
    return [
      called(edge.derived),
      " and ",
      called(edge.source),
      ` share text (${edge.kind}); which came first is unknown`,
    ];
  return [called(edge.derived), ` is probably ${report.made[edge.kind]} `, called(edge.source)];
}
