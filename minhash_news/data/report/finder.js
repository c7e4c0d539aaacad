// Finder: the list of families, with search and filters.
const PAGE = 200;
const ORDERS = {
  "largest first": (a, b) => b.members.length - a.members.length || a.number - b.number,
  "latest first": (a, b) => b.last - a.last || a.number - b.number,
  "earliest first": (a, b) => a.first - b.first || a.number - b.number,
  "most origins first": (a, b) => b.origins.length - a.origins.length || a.number - b.number,
};

/** Fill the navigation with the form and the list; `current(number)` marks the family that is shown. */
function finder(place) {
  const outlets = tally(families.flatMap((family) => family.outlets));
  const form = searchForm(outlets);
  const list = make("ol", { id: "families" });
  const found = make("p", { id: "found", role: "status" });
  const more = make("button", { type: "button", class: "more", click: () => extend() }, "Show more");
  let [hits, shown, chosen] = [[], 0, null];

  function extend() {
    hits.slice(shown, shown + PAGE).forEach((family) => list.append(row(family, family.number === chosen)));
    shown = Math.min(hits.length, shown + PAGE);
    more.hidden = shown === hits.length;
  }
  function search() {
    const wanted = wishes(form);
    hits = families.filter((family) => fits(family, wanted)).sort(ORDERS[wanted.order]);
    shown = 0;
    list.replaceChildren();
    found.textContent =
      hits.length === families.length
        ? counted(hits.length, "family", "families")
        : `${hits.length.toLocaleString("en")} of ${counted(families.length, "family", "families")}`;
    form.querySelector("#clear").hidden = !wanted.any;
    extend();
  }
  form.addEventListener("input", search);
  form.querySelector("#clear").addEventListener("click", () => {
    form.reset();
    search();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  list.addEventListener("keydown", step);
  place.replaceChildren(form, found, list, more);
  search();
  return {
    current(number) {
      chosen = number;
      for (const link of list.querySelectorAll("a")) {
        const here = Number(link.dataset.family) === number;
        if (here) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
  };
}

function searchForm(outlets) {
  const kinds = Object.keys(KINDS).map((kind) =>
    make(
      "label",
      { class: `pick ${kind}` },
      make("input", { type: "checkbox", name: "kind", value: kind }),
      swatch(kind),
      kind,
    ),
  );
  const options = [...outlets].map(([outlet, count]) => make("option", { value: outlet }, `${outlet} (${count})`));
  return make(
    "form",
    { role: "search" },
    make(
      "label",
      { class: "field" },
      make("span", { class: "unseen" }, "Search titles, outlets, authors"),
      make("input", {
        type: "search",
        name: "words",
        placeholder: "Search titles, outlets, authors",
        autocomplete: "off",
      }),
    ),
    make(
      "details",
      { class: "filters" },
      make("summary", {}, "Filter and order"),
      make("fieldset", {}, make("legend", {}, "With a derivation of kind"), make("div", { class: "picks" }, kinds)),
      make(
        "label",
        { class: "field" },
        "and confidence of at least ",
        make("span", { class: "least" }),
        make("input", { type: "range", name: "confidence", min: "0", max: "100", step: "5", value: "0" }),
      ),
      make(
        "label",
        { class: "field" },
        "With an article from",
        make("select", { name: "outlet" }, make("option", { value: "" }, "any outlet"), options),
      ),
      make(
        "div",
        { class: "dates" },
        make("label", { class: "field" }, "Not before", make("input", { type: "date", name: "from" })),
        make("label", { class: "field" }, "Not after", make("input", { type: "date", name: "to" })),
      ),
      make(
        "label",
        { class: "field" },
        "Order",
        make(
          "select",
          { name: "order" },
          Object.keys(ORDERS).map((order) => make("option", {}, order)),
        ),
      ),
    ),
    make("button", { type: "button", id: "clear", class: "more", hidden: true }, "Clear search and filters"),
  );
}

function setRange(form) {
  form.querySelector(".least").textContent = percent(form.elements.confidence.value / 100);
}

/** What the form asks for. */
function wishes(form) {
  setRange(form);
  const { words, confidence, outlet, from, to, order } = form.elements;
  const kinds = new Set([...form.querySelectorAll("[name=kind]:checked")].map((box) => box.value));
  const wanted = {
    words: words.value.toLowerCase().split(/\s+/).filter(Boolean),
    kinds,
    order: order.value,
    outlet: outlet.value,
    least: confidence.value / 100,
    from: from.value ? Date.parse(`${from.value}T00:00Z`) / 1000 : -Infinity,
    to: to.value ? Date.parse(`${to.value}T23:59Z`) / 1000 : Infinity,
  };
  wanted.dated = Boolean(from.value || to.value);
  wanted.any = wanted.words.length || kinds.size || wanted.least || wanted.outlet || wanted.dated;
  return wanted;
}

function fits(family, wanted) {
  family.haystack ??= family.members
    .map((member) => articles[member])
    .flatMap(({ title, id, outlet, author }) => [title, id, outlet, author])
    .filter(Boolean)
    .join("\n")
    .toLowerCase();
  return (
    wanted.words.every((word) => family.haystack.includes(word)) &&
    family.edges.some(
      (edge) => edge.confidence >= wanted.least && (!wanted.kinds.size || wanted.kinds.has(edge.kind)),
    ) &&
    (!wanted.outlet || family.outlets.includes(wanted.outlet)) &&
    (!wanted.dated || (family.last >= wanted.from && family.first <= wanted.to))
  );
}

function row(family, here) {
  const outlets = family.outlets.slice(0, 3).map((outlet, place) => [place ? ", " : "", isolated(outlet)]);
  const more = family.outlets.length > 3 ? ` and ${family.outlets.length - 3} more` : "";
  return make(
    "li",
    {},
    make(
      "a",
      { href: `#/f/${family.number}`, "data-family": family.number, "aria-current": here && "true" },
      make("strong", { dir: "auto" }, family.title),
      make("span", { class: "outlets" }, outlets, more),
      make(
        "span",
        { class: "about" },
        `${family.span} · ${counted(family.members.length, "article")} · `,
        counted(family.origins.length, "origin"),
      ),
    ),
  );
}

/** How often each string occurs, the most frequent first. */
function tally(strings) {
  const counts = new Map();
  strings.forEach((string) => counts.set(string, (counts.get(string) ?? 0) + 1));
  return new Map([...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
}

/** Arrow keys go from one family to the next. */
function step(event) {
  const way = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const next = way && event.target.closest("li")?.[way]?.querySelector("a");
  if (next) {
    event.preventDefault();
    next.focus();
  }
}
