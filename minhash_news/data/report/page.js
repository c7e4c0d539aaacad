// Page: what the address after # asks for is shown: #/f/2 a family, #/f/2/e/5 an edge of it, #/f/2/a/31 an article.
const main = document.getElementById("main");
const list = finder(document.getElementById("finder"));
let opened = null; // { number, data }: the family in the page, drawn once

async function route({ first = false } = {}) {
  const [, place, number, what, which, , passage] = location.hash.split("/");
  const family = place === "f" ? families[Number(number)] : place ? undefined : families[0];
  if (!family) return show(aboutView(), first);
  list.current(family.number);
  if (opened?.number !== family.number) {
    opened = { number: family.number, data: details(family.number) };
    main.replaceChildren(
      familyHead(family),
      make("div", { class: "room" }),
      make("div", { id: "detail", keydown: back }),
    );
    const [, room] = main.children;
    room.append(drawing(family, room.clientWidth));
    centre(room, family);
  }
  document.title = family.title;
  return detail(family, what, Number(which), passage, first);
}

function show(view, first) {
  opened = null;
  list.current(null);
  main.replaceChildren(view);
  if (!first) main.querySelector("h2").focus();
}

async function detail(family, what, which, passage, first) {
  const data = await opened.data.catch(tooOld);
  if (opened?.number !== family.number) return; // another one was opened meanwhile
  mark(family, what, which);
  const place = document.getElementById("detail");
  const edge = what === "e" ? family.edges[which] : undefined;
  if (edge) {
    const view = comparison(family, edge, data);
    place.replaceChildren(closing(family), view.element);
    view.drawn();
    if (passage != null) view.show(Number(passage));
  } else if (what === "a" && family.members.includes(which)) {
    place.replaceChildren(closing(family), articleView(family, which, data));
  } else {
    place.replaceChildren(derivations(family, data));
    if (!first) main.querySelector("h2").focus({ preventScroll: true });
    return;
  }
  const heading = document.getElementById("what");
  heading.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}

/** Tell a reader whose browser cannot unpack the family (all can since 2023), and let the error be seen. */
function tooOld(error) {
  document
    .getElementById("detail")
    .replaceChildren(
      make("p", { class: "note" }, "This browser cannot unpack the texts and grounds of a family; a newer one can."),
    );
  throw error;
}

/** Show in the drawing what is open below it. */
function mark(family, what, which) {
  const ends = what === "e" ? [family.edges[which]?.source, family.edges[which]?.derived] : [which];
  main
    .querySelectorAll("[data-edge]")
    .forEach((edge) => edge.classList.toggle("chosen", what === "e" && Number(edge.dataset.edge) === which));
  main
    .querySelectorAll("[data-article]")
    .forEach((box) => box.classList.toggle("chosen", Boolean(what) && ends.includes(Number(box.dataset.article))));
}

function familyHead(family) {
  const earliest = [...family.origins].sort(
    (a, b) => (articles[a].when?.[0] ?? Infinity) - (articles[b].when?.[0] ?? Infinity),
  );
  const origins = earliest
    .slice(0, 5)
    .map((origin, place) => [
      place ? "; " : "",
      make("a", { href: `#/f/${family.number}/a/${origin}` }, isolated(label(articles[origin]))),
      articles[origin].when && ` (${moment(articles[origin].published, { short: true })})`,
    ]);
  const more = earliest.length > 5 ? `; and ${earliest.length - 5} more` : "";
  return make(
    "header",
    { class: "family-head" },
    make("h2", { tabindex: -1, dir: "auto" }, family.title),
    make(
      "p",
      { class: "about" },
      [
        family.span,
        counted(family.members.length, "article"),
        family.outlets.length && counted(family.outlets.length, "outlet"),
        counted(family.origins.length, "independent origin"),
        counted(family.edges.length, "derivation"),
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    make(
      "p",
      { class: "back-to" },
      family.origins.length ? ["Goes back to ", origins, more] : "The derivations run in a circle.",
    ),
  );
}

function derivations(family, { edges }) {
  const heads = ["Article", "Probably from", "Kind", "Confidence", "Strongest ground"].map((text) =>
    make("th", { scope: "col" }, text),
  );
  const called = (number) => [
    make("span", { class: "eyebrow" }, isolated(articles[number].outlet ?? "")),
    make("a", { href: `#/f/${family.number}/a/${number}` }, isolated(name(articles[number]))),
  ];
  return make(
    "section",
    { class: "derivations" },
    make("h3", {}, "All derivations of this family"),
    make(
      "div",
      { class: "scroll" },
      make(
        "table",
        {},
        make("thead", {}, make("tr", {}, heads)),
        make(
          "tbody",
          {},
          family.edges.map((edge) =>
            make(
              "tr",
              {},
              make("td", {}, called(edge.derived)),
              make(
                "td",
                {},
                called(edge.source),
                !edge.known && make("span", { class: "about" }, "or the other way round"),
              ),
              make(
                "td",
                {},
                make(
                  "a",
                  {
                    class: `kind ${edge.kind}`,
                    href: `#/f/${family.number}/e/${edge.place}`,
                    "aria-label": `Compare the texts: ${edge.kind}`,
                  },
                  swatch(edge.kind),
                  edge.kind,
                ),
              ),
              make("td", { class: "number" }, estimate(edge.confidence)),
              make("td", { class: "ground" }, isolated(edges[edge.place].grounds[0]?.[0] ?? "")),
            ),
          ),
        ),
      ),
    ),
  );
}

function closing(family) {
  return make(
    "p",
    { class: "closing" },
    make("a", { href: `#/f/${family.number}` }, "← All derivations of this family"),
  );
}

function back(event) {
  if (event.key === "Escape" && opened) location.hash = `#/f/${opened.number}`;
}

document.querySelector(".masthead").append(make("p", {}, make("a", { href: "#/about" }, "How to read this")));
document.getElementById("desk").hidden = false;
addEventListener("hashchange", () => route());
route({ first: true });
