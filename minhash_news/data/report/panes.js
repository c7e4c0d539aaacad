// Panes: two texts that scroll together, their passages joined by ribbons across the gutter.

/** The marks of a passage in a pane, looked up once for each pane. */
const marksIn = new WeakMap();
function marksOf(pane, passage) {
  if (!marksIn.has(pane)) {
    const found = new Map();
    for (const mark of pane.querySelectorAll("mark")) {
      for (const number of mark.dataset.passages.split(" ").map(Number)) {
        if (!found.has(number)) found.set(number, []);
        found.get(number).push(mark);
      }
    }
    marksIn.set(pane, found);
  }
  return marksIn.get(pane).get(passage) ?? [];
}

/** Where a passage stands in a pane: top and bottom, in pixels of the scrolled text. */
function extent(pane, passage) {
  const marks = marksOf(pane, passage);
  if (!marks.length) return null;
  const zero = pane.getBoundingClientRect().top - pane.scrollTop;
  return [marks[0].getBoundingClientRect().top - zero, marks.at(-1).getBoundingClientRect().bottom - zero];
}

const offsetOf = (pane, passage) => (extent(pane, passage)?.[0] ?? 0) - pane.scrollTop;

/** Let one pane follow the other: passages that keep their order in both texts are the joints in between. */
function scrollTogether(panes, passages, wanted, after) {
  const placed = new Map(); // where a pane was put by us: that it scrolled there is no wish of the reader's
  let joints = [];
  const height = (pane) => pane.scrollHeight - pane.clientHeight;

  function measure() {
    const extents = passages
      .map((_, passage) => SIDES.map((side) => extent(panes[side], passage)))
      .filter(([a, b]) => a && b);
    const kept = inOrder(extents.sort((a, b) => a[0][0] - b[0][0]));
    joints = [
      [0, 0],
      ...kept.flatMap(([a, b]) => [
        [a[0], b[0]],
        [a[1], b[1]],
      ]),
      SIDES.map((side) => panes[side].scrollHeight),
    ];
    after();
  }
  function follow(from, to, side) {
    const ours = Math.abs((placed.get(from) ?? -9) - from.scrollTop) < 2;
    placed.delete(from);
    if (!ours && wanted() && height(from) > 0) {
      const there = between(joints, side, (from.scrollTop * from.scrollHeight) / height(from));
      put(to, (there * height(to)) / to.scrollHeight);
    }
    after();
  }
  function put(pane, top) {
    pane.scrollTop = top;
    placed.set(pane, pane.scrollTop);
  }
  panes.source.addEventListener("scroll", () => follow(panes.source, panes.derived, 0), { passive: true });
  panes.derived.addEventListener("scroll", () => follow(panes.derived, panes.source, 1), { passive: true });
  const watch = new ResizeObserver(measure);
  return {
    begin() {
      measure();
      SIDES.forEach((side) => watch.observe(panes[side].firstChild));
    },
    /** Scroll a pane so that a passage stands at this offset from its top, by default a fifth of its height. */
    bring(pane, passage, offset) {
      const where = extent(pane, passage);
      if (where) put(pane, where[0] - (offset ?? pane.clientHeight / 5));
    },
  };
}

/** The longest chain of passages, already sorted by the source, that keep their order in the derived text too. */
function inOrder(extents) {
  const [length, before] = [[], []];
  const follows = ([a, b], [c, d]) => a[1] <= c[0] + 1 && b[1] <= d[0] + 1;
  let last = 0;
  extents.forEach((one, place) => {
    [length[place], before[place]] = [1, -1];
    for (let other = 0; other < place; other++) {
      if (length[other] >= length[place] && follows(extents[other], one)) {
        [length[place], before[place]] = [length[other] + 1, other];
      }
    }
    if (length[place] > length[last]) last = place;
  });
  const chain = [];
  for (let place = last; extents.length && place >= 0; place = before[place]) chain.unshift(extents[place]);
  return chain;
}

/** Carry a height of one text over to the other, along straight lines between the joints. */
function between(joints, side, height) {
  const found = joints.findIndex((joint, place) => place && joint[side] >= height);
  const [a, b] = found < 0 ? joints.slice(-2) : joints.slice(found - 1, found + 1);
  const share = b[side] > a[side] ? (height - a[side]) / (b[side] - a[side]) : 0;
  return a[1 - side] + share * (b[1 - side] - a[1 - side]);
}

/** Join the two sides of each passage across the gutter. */
function ribbons(gutter, panes, count, active) {
  const { width, height } = gutter.getBoundingClientRect();
  const shapes = [];
  for (let passage = 0; passage < count && width; passage++) {
    const sides = SIDES.map((side) => extent(panes[side], passage)?.map((y) => y - panes[side].scrollTop));
    if (!sides[0] || !sides[1] || Math.max(sides[0][1], sides[1][1]) < 0 || Math.min(sides[0][0], sides[1][0]) > height)
      continue;
    const [[a, b], [c, d]] = sides;
    const half = width / 2;
    shapes.push(
      draw("path", {
        class: passage === active ? "ribbon active" : "ribbon",
        d: `M0 ${a}C${half} ${a} ${half} ${c} ${width} ${c}V${d}C${half} ${d} ${half} ${b} 0 ${b}z`,
      }),
    );
  }
  gutter.replaceChildren(...shapes);
}
