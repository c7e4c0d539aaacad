"use strict";
const families = [...document.querySelectorAll(".family")];
const field = document.getElementById("filter");
const hits = document.getElementById("hits");
let texts = null; // read once, when the first letter is typed: the page may be large

function show() {
  texts ??= families.map((family) => family.textContent.toLowerCase());
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  families.forEach((family, place) => {
    family.hidden = !words.every((word) => texts[place].includes(word));
    shown += family.hidden ? 0 : 1;
  });
  hits.textContent = words.length ? `${shown} of ${families.length}` : "";
}

if (families.length > 1) {
  field.closest(".filter").hidden = false;
  field.addEventListener("input", show);
}
addEventListener("beforeprint", () => families.forEach((family) => { family.open = true; }));
