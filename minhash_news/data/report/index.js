// Index: the data blocks of the page, and what follows from them.
const report = JSON.parse(document.getElementById("index").textContent);
const articles = report.articles;
const KINDS = {
  copy: "the same text, perhaps with another headline, cuts or house style",
  update: "the same article carried on with new or changed facts",
  excerpt: "own text that quotes passages of the source",
  summary: "the source condensed in other words",
  rewrite: "the source told again in other words",
};
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const families = report.families.map(family);

function family(packed, number) {
  const edges = packed.edges.map(([derived, source, kind, confidence, known, sure], place) => ({
    place,
    derived,
    source,
    kind,
    confidence,
    known: Boolean(known),
    sure,
  }));
  const members = packed.articles;
  const whens = members.map((member) => articles[member].when).filter(Boolean);
  const outlets = [...new Set(members.map((member) => articles[member].outlet).filter(Boolean))];
  const lead = leading(packed, edges);
  return {
    number,
    members,
    edges,
    outlets,
    lead,
    origins: packed.origins,
    title: articles[lead].absent
      ? name(articles[edges.find((edge) => edge.source === lead).derived])
      : name(articles[lead]),
    first: Math.min(...whens.map(([earliest]) => earliest)),
    last: Math.max(...whens.map(([, latest]) => latest)),
    span: span(members.map((member) => articles[member].published).filter(Boolean)),
  };
}

/** The origin from which most articles derive, directly or not; the first member where they run in a circle. */
function leading({ origins, articles: members }, edges) {
  const reach = (origin) => {
    const seen = new Set([origin]);
    for (const article of seen) edges.forEach((edge) => edge.source === article && seen.add(edge.derived));
    return seen.size;
  };
  if (origins.length < 2) return origins[0] ?? members[0];
  const reached = new Map(origins.map((origin) => [origin, reach(origin)]));
  return [...origins].sort((a, b) => reached.get(b) - reached.get(a))[0];
}

/** Read the block of a family: its texts, and the coverage, grounds and passages of its edges. */
async function details(number) {
  const block = document.getElementById(`family-${number}`).textContent;
  const bytes = Uint8Array.from(atob(block), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}

/** Who published it; its name where that is not known. */
const label = (article) => article.outlet || (article.absent ? "a source not in the corpus" : name(article));

function name(article) {
  return (
    article.title ||
    (article.opening && `${article.opening} …`) ||
    (article.absent ? "A source not in the corpus" : article.id)
  );
}

/** A date as people write it: "4 Mar 2026, 09:40 -05:00", the zone where it is not UTC; another string as it is. */
function moment(published, { short = false } = {}) {
  const found = /^(\d{4})-(\d\d)(?:-(\d\d))?(?:T(\d\d:\d\d)[\d:.,]*(.*))?$/.exec(published);
  if (!found) return published;
  const [, inYear, month, day, clock, zone] = found;
  const date = [day && Number(day), MONTHS[month - 1], !short && inYear].filter(Boolean).join(" ");
  return clock ? `${date}, ${clock}${short || /^(Z|\+00:?00)?$/.test(zone) ? "" : ` ${zone}`}` : date;
}

/** The days from the first to the last date: "4–9 Mar 2026". */
function span(dates) {
  const days = dates.map((date) => date.slice(0, 10)).sort();
  if (!days.length) return "undated";
  const [first, last] = [moment(days[0]), moment(days.at(-1))];
  if (first === last) return first;
  const [from, to] = [first.split(" "), last.split(" ")];
  const same = (place) => from.length === place + 1 && from[place] === to[place];
  if (same(2)) from.pop();
  if (same(1) && days[0].slice(0, 7) === days.at(-1).slice(0, 7)) from.pop();
  return `${from.join(" ")}–${last}`;
}
