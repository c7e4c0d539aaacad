// Layout: a family's articles and edges -> columns from left to right along time, and heights where few lines cross.
const BOX = { width: 180, height: 84, row: 100, lane: 20, gap: 86, narrow: 76 };
/** Articles in a column at most; the next ones in time stand right of them. */
const MOST_ROWS = 12;
/** A column ends where more than this share of the family's whole time has passed. */
const PAUSE = 1 / 4;
const INSTANT = 0.001;

/**
 * Place articles and edges.
 *
 * Time runs from left to right: nobody stands left of an earlier one, and the two ends of an edge never share a column.
 * Where the columns would need more than `room`, they stand closer together if they then fit into it.
 * Returns the articles of each column, `lefts` of the columns, boxes: Map article -> { column, left, y }, routes: a line
 * for each edge, and the size.
 */
function arrange(family, room) {
  const columns = columnsOf(family, placeInTime(family));
  const lefts = leftsOf(columns.length, room);
  const slots = columns.map((members, column) =>
    members.map((article) => ({ article, column, left: lefts[column], room: BOX.row, y: 0, next: [], last: [] })),
  );
  const boxes = new Map(slots.flat().map((slot) => [slot.article, slot]));
  const chains = chainsOf(family.edges, slots, boxes, lefts);
  setHeights(slots);
  return {
    columns,
    lefts,
    boxes,
    routes: routes(chains),
    width: lefts.at(-1) + BOX.width,
    height: Math.max(...slots.flat().map((slot) => slot.y + slot.room / 2)),
  };
}

function leftsOf(count, room) {
  const gap = (room - count * BOX.width) / Math.max(1, count - 1);
  const step = BOX.width + (gap < BOX.narrow ? BOX.gap : Math.min(BOX.gap, gap));
  return Array.from({ length: count }, (_, column) => column * step);
}

/**
 * A moment for every article: its date; without one, just after its sources or just before what derives from it.
 *
 * The rounds are bounded because what derives from itself in a circle would be moved for ever.
 */
function placeInTime({ members, edges, origins }) {
  const when = (article) => articles[article].when;
  const times = new Map(members.filter(when).map((article) => [article, (when(article)[0] + when(article)[1]) / 2]));
  for (let round = 0; round < 2 * members.length + 2; round++) {
    if (follow(edges, times)) continue;
    const waiting = members.filter((article) => !times.has(article));
    if (!waiting.length) break;
    const before = (article) =>
      Math.min(...edges.filter((edge) => edge.source === article).map((edge) => times.get(edge.derived) ?? Infinity));
    const next =
      waiting.find((article) => before(article) < Infinity) ??
      origins.find((article) => !times.has(article)) ??
      waiting[0];
    times.set(next, before(next) < Infinity ? before(next) - INSTANT : earliest(times));
  }
  members.filter((article) => !times.has(article)).forEach((article) => times.set(article, earliest(times)));
  return times;
}

const earliest = (times) => (times.size ? Math.min(...times.values()) : 0);

/** Move what derives from a source behind it where its date, if it has one, allows that; true if anything moved. */
function follow(edges, times) {
  let moved = false;
  for (const { source, derived } of edges) {
    const after = times.get(source) + INSTANT;
    if (times.has(source) && !(times.get(derived) >= after) && after <= (articles[derived].when?.[1] ?? Infinity)) {
      times.set(derived, after);
      moved = true;
    }
  }
  return moved;
}

function columnsOf({ members, edges }, times) {
  const related = new Map(members.map((member) => [member, new Set()]));
  edges.forEach(({ source, derived }) => {
    related.get(source).add(derived);
    related.get(derived).add(source);
  });
  const ordered = [...members].sort((a, b) => times.get(a) - times.get(b) || a - b);
  const whole = times.get(ordered.at(-1)) - times.get(ordered[0]);
  const columns = [];
  for (const article of ordered) {
    const column = columns.at(-1);
    const fits =
      column &&
      column.length < MOST_ROWS &&
      !column.some((other) => related.get(article).has(other)) &&
      times.get(article) - times.get(column[0]) <= PAUSE * whole + INSTANT;
    if (fits) column.push(article);
    else columns.push([article]);
  }
  return columns;
}

/** The slots that each edge runs through; edges of one source and kind share a lane through the columns between. */
function chainsOf(edges, slots, boxes, lefts) {
  const lanes = new Map();
  return edges.map(({ source, derived, kind }) => {
    const [from, to] = [boxes.get(source), boxes.get(derived)];
    const step = Math.sign(to.column - from.column);
    const chain = [from];
    for (let column = from.column + step; column !== to.column; column += step) {
      const key = `${source} ${kind} ${column}`;
      if (!lanes.has(key)) {
        lanes.set(key, { column, left: lefts[column], room: BOX.lane, y: 0, next: [], last: [] });
        slots[column].push(lanes.get(key));
      }
      chain.push(lanes.get(key));
    }
    chain.push(to);
    for (let place = 1; place < chain.length; place++) {
      const [one, other] = step > 0 ? [chain[place - 1], chain[place]] : [chain[place], chain[place - 1]];
      one.next.push(other);
      other.last.push(one);
    }
    return chain;
  });
}

/** Order each column by the mean height of its neighbours and move it as near to them as there is room, to and fro. */
function setHeights(slots) {
  slots.forEach((column) =>
    spread(
      column,
      column.map((_, place) => place * BOX.row),
    ),
  );
  const mean = (neighbours, y) =>
    neighbours.length ? neighbours.reduce((sum, one) => sum + one.y, 0) / neighbours.length : y;
  for (const side of ["last", "next", "last", "next", "last"]) {
    for (const column of side === "last" ? slots : [...slots].reverse()) {
      const wanted = new Map(column.map((slot) => [slot, mean(slot[side], mean(slot.last, slot.y))]));
      column.sort((a, b) => wanted.get(a) - wanted.get(b));
      spread(
        column,
        column.map((slot) => wanted.get(slot)),
      );
    }
  }
  const top = Math.min(...slots.flat().map((slot) => slot.y - slot.room / 2));
  slots.flat().forEach((slot) => {
    slot.y -= top;
  });
}

/** Put the slots of a column, in order, as near to the wanted heights as there is room (isotonic regression). */
function spread(column, wanted) {
  let offset = 0;
  const offsets = column.map((slot, place) => {
    if (place) offset += (column[place - 1].room + slot.room) / 2;
    return offset;
  });
  const blocks = [];
  wanted.forEach((y, place) => {
    blocks.push({ sum: y - offsets[place], count: 1 });
    while (blocks.length > 1 && blocks.at(-2).sum / blocks.at(-2).count > blocks.at(-1).sum / blocks.at(-1).count) {
      const { sum, count } = blocks.pop();
      blocks.at(-1).sum += sum;
      blocks.at(-1).count += count;
    }
  });
  const bases = blocks.flatMap(({ sum, count }) => Array(count).fill(sum / count));
  column.forEach((slot, place) => {
    slot.y = bases[place] + offsets[place];
  });
}

/** The line of each edge: out of its source, along its lanes, into the derived article, arrivals below each other. */
function routes(chains) {
  const arrivals = new Map();
  for (const chain of chains) arrivals.set(chain.at(-1), [...(arrivals.get(chain.at(-1)) ?? []), chain]);
  for (const entering of arrivals.values()) entering.sort((a, b) => a.at(-2).y - b.at(-2).y);
  return chains.map((chain) => {
    const entering = arrivals.get(chain.at(-1));
    const step = Math.min(20, (BOX.height - 16) / entering.length);
    return line(chain, (entering.indexOf(chain) - (entering.length - 1) / 2) * step);
  });
}

/** A curve from column to column; `forward` is false where the derived article is dated before its source. */
function line(chain, shift) {
  const forward = chain.at(-1).column > chain[0].column;
  const [out, into] = forward ? [BOX.width, 0] : [0, BOX.width];
  let [x, y] = [chain[0].left + out, chain[0].y];
  let path = `M${x} ${y.toFixed(1)}`;
  chain.slice(1).forEach((slot, place) => {
    const last = place === chain.length - 2;
    const [toX, toY] = [slot.left + into, slot.y + (last ? shift : 0)];
    const bend = (toX - x) / 2;
    path += `C${x + bend} ${y.toFixed(1)} ${toX - bend} ${toY.toFixed(1)} ${toX} ${toY.toFixed(1)}`;
    [x, y] = [toX, toY];
    if (!last) {
      x = slot.left + out;
      path += `H${x}`;
    }
  });
  return { path, x, y, forward };
}
