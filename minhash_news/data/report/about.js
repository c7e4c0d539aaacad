// About: how to read the page, the articles that stand alone, and what was not read.
const MOST_LINES = 500;

function aboutView() {
  const alone = articles.slice(articles.length - Math.min(report.alone, articles.length - related()));
  return make(
    "article",
    { class: "about-page" },
    make("h2", { tabindex: -1 }, "How to read this"),
    !families.length && make("p", { class: "note" }, "No article here is derived from another."),
    make(
      "p",
      {},
      "Articles that share text form a family. In its drawing each arrow leads from a source to an article that was ",
      "probably made from it. ",
      "Click a line to see both texts side by side, click an article to see where its passages come from. ",
      "A dashed box is a source that is not in the corpus, inferred from what others share. ",
      "Every confidence is an estimate, not a verdict: the page shows what texts share, and people have to judge it.",
    ),
    make(
      "dl",
      { class: "legend" },
      Object.entries(KINDS).map(([kind, says]) => [
        make("dt", { class: kind }, swatch(kind), kind),
        make("dd", {}, says),
      ]),
    ),
    make(
      "p",
      {},
      "With the keyboard: Tab goes through families, articles and lines, the arrow keys through the list, ",
      make("kbd", {}, "n"),
      " and ",
      make("kbd", {}, "p"),
      " to the next and previous passage of a comparison, ",
      make("kbd", {}, "Esc"),
      " back to the family.",
    ),
    folded(
      counted(report.alone, "article without a relative", "articles without a relative"),
      alone.map((article) => [
        isolated(name(article)),
        make(
          "span",
          { class: "about" },
          isolated(
            [article.outlet, article.published && moment(article.published), article.id].filter(Boolean).join(" · "),
          ),
        ),
      ]),
      report.alone,
    ),
    folded(
      counted(report.skippedInAll, "file skipped", "files skipped"),
      report.skipped.map(([path, reason]) => [isolated(path), ": ", isolated(reason)]),
      report.skippedInAll,
    ),
    report.limits.capped_buckets > 0 &&
      make(
        "p",
        {},
        "Not all pairs were looked at: ",
        `${counted(report.limits.capped_buckets, "LSH bucket was", "LSH buckets were")} too full, `,
        `with ${counted(report.limits.articles_in_capped_buckets ?? 0, "article")}.`,
      ),
    report.textsLeftOut > 0 &&
      make(
        "p",
        {},
        `To keep the page small, the texts of ${counted(report.textsLeftOut, "family", "families")} were left out; `,
        "scan those articles alone to see them.",
      ),
    make("p", { class: "note" }, `Made by minhash-news ${report.version}.`),
  );
}

/** How many articles belong to a family: they come first in the index. */
const related = () => families.reduce((sum, family) => sum + family.members.length, 0);

function folded(title, lines, inAll) {
  if (!inAll) return null;
  const shown = lines.slice(0, MOST_LINES);
  return make(
    "details",
    {},
    make("summary", {}, title),
    make(
      "ul",
      {},
      shown.map((line) => make("li", {}, line)),
      inAll > shown.length &&
        make("li", {}, `and ${(inAll - shown.length).toLocaleString("en")} more; graph.json has them all`),
    ),
  );
}
