// Words: what stays and what changes between two stretches of text.
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
const FIGURE = String.raw`\p{N}+(?:[.,:]\p{N}+)*`;
const WORD = new RegExp(String.raw`${UNSPACED}|${FIGURE}|[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*`, "gu");
/** What stands before the first word of a sentence, which has a capital whether it is a name or not. */
const OPENING = /(^|[.!?:\n“”"„«»‘(•–—*#-])\s*$/u;
const QUOTATION = /“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|"[^"\n]*"/gu;
/** Cells of the table of common words; longer passages are compared as sets of words. */
const MOST_CELLS = 9_000_000;
/** In German every noun has a capital: where more words than this have one, it does not mark a name. */
const CAPITALS = 0.25;

/** The words of text[start, end): { key, start, end }. */
function wordsOf(text, start = 0, end = text.length) {
  return Array.from(text.slice(start, end).matchAll(WORD), (match) => ({
    key: match[0].normalize("NFC").toLowerCase().replaceAll("’", "'"),
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

/** Those of the words, which stand in order, that lie in [start, end). */
function within(words, start, end) {
  const bound = (offset) => {
    let [low, high] = [0, words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle].start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return words.slice(bound(start), bound(end)).filter((word) => word.end <= end);
}

/** What can be looked up in a text as a whole: its words, which of them are names, where its quotations stand. */
function lookedThrough(text) {
  const words = wordsOf(text);
  const capital = (word) => /^\p{Lu}/u.test(text.slice(word.start, word.start + 2));
  const opens = (word) => !word.start || OPENING.test(text.slice(Math.max(0, word.start - 4), word.start));
  const inside = words.filter((word) => !opens(word));
  const capitals = inside.filter(capital);
  const small = new Set(words.filter((word) => !capital(word)).map((word) => word.key));
  const names = capitals.length > CAPITALS * inside.length ? [] : capitals.filter((word) => !small.has(word.key));
  return {
    keys: new Set(words.map((word) => word.key)),
    names: new Set(names.map((word) => word.key)),
    quotations: Array.from(text.matchAll(QUOTATION), (match) => [match.index, match.index + match[0].length]),
  };
}

/** Pair the words of two lists in order, as many as can be (longest common subsequence): [i, j]; null if too long. */
function commonWords(a, b) {
  let head = 0;
  while (head < a.length && head < b.length && a[head].key === b[head].key) head++;
  let [n, m] = [a.length, b.length];
  while (n > head && m > head && a[n - 1].key === b[m - 1].key) {
    n--;
    m--;
  }
  const [rows, columns] = [n - head, m - head];
  if ((rows + 1) * (columns + 1) > MOST_CELLS) return null;
  const width = columns + 1;
  const best = new Uint16Array((rows + 1) * width); // of what follows i in a and j in b
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      best[i * width + j] =
        a[head + i].key === b[head + j].key
          ? best[(i + 1) * width + j + 1] + 1
          : Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
    }
  }
  const pairs = Array.from({ length: head }, (_, place) => [place, place]);
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (a[head + i].key === b[head + j].key) pairs.push([head + i++, head + j++]);
    else if (best[(i + 1) * width + j] >= best[i * width + j + 1]) i++;
    else j++;
  }
  for (let place = 0; n + place < a.length; place++) pairs.push([n + place, m + place]);
  return pairs;
}

/**
 * Compare a passage's two sides word by word.
 *
 * Sets `kept` on the words that both sides have in the same order, and `changed` ("number", "name", "quotation") on
 * those others that a reader has to see. Returns the words of both sides and the changes of facts, [before, after].
 */
function compareWords(source, derived, [start, end, sourceStart, sourceEnd]) {
  const [mine, theirs] = [wordsOf(derived.text, start, end), wordsOf(source.text, sourceStart, sourceEnd)];
  const pairs = commonWords(theirs, mine);
  if (pairs)
    pairs.forEach(([i, j]) => {
      theirs[i].kept = mine[j].kept = true;
    });
  else
    for (const [words, others] of [
      [mine, theirs],
      [theirs, mine],
    ])
      keepShared(words, others);
  const close = mine.filter((word) => word.kept).length * 2 >= 0.5 * (mine.length + theirs.length);
  markFacts(mine, derived, source);
  if (close) markFacts(theirs, source, derived);
  const changes = close && pairs ? changedFacts(pairs, theirs, mine, source.text, derived.text) : [];
  for (const words of [mine, theirs]) dropStrays(words);
  return { mine, theirs, changes };
}

function keepShared(words, others) {
  const keys = new Set(others.map((word) => word.key));
  words.forEach((word) => {
    word.kept = keys.has(word.key);
  });
}

/** Mark numbers and names that the other text does not have at all, and words changed inside a quotation it has. */
function markFacts(words, here, there) {
  for (const word of words) {
    if (word.kept || there.keys.has(word.key)) continue;
    if (/^\p{N}/u.test(word.key)) word.changed = "number";
    else if (here.names.has(word.key)) word.changed = "name";
  }
  for (const [from, to] of here.quotations) {
    const quoted = within(words, from, to);
    const kept = quoted.filter((word) => word.kept).length;
    if (quoted.length >= 4 && kept >= 0.5 * quoted.length) {
      quoted
        .filter((word) => !word.kept)
        .forEach((word) => {
          word.changed ??= "quotation";
        });
    }
  }
}

/** What stands between two pairs of common words has been replaced: told where a number or name is in it. */
function changedFacts(pairs, theirs, mine, sourceText, derivedText) {
  const found = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...pairs, [theirs.length, mine.length]]) {
    const [before, after] = [theirs.slice(i, nextI), mine.slice(j, nextJ)];
    if (before.length && after.length && [...before, ...after].some((word) => word.changed)) {
      found.push([quoted(sourceText, before), quoted(derivedText, after)]);
    }
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return found;
}

function quoted(text, words) {
  return shortened(text.slice(words[0].start, words.at(-1).end).replace(/\s+/g, " "), 60);
}

/** A lone short word in common ("of") among changed ones says nothing, and would make the page restless. */
function dropStrays(words) {
  words.forEach((word, place) => {
    const alone = !words[place - 1]?.kept && !words[place + 1]?.kept;
    if (word.kept && alone && words.length > 1 && word.key.length < 4 && !/^\p{N}/u.test(word.key)) word.stray = true;
  });
  words.forEach((word) => {
    if (word.stray) word.kept = false;
  });
}
