// Elements: what is foreign enters the page as text nodes, never as markup.
const SVG = "http://www.w3.org/2000/svg";

const make = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
/** A foreign string in a sentence of ours: its direction of writing must not turn the rest around. */
const isolated = (text) => make("bdi", {}, text);

/** Give an element its attributes (functions become listeners, false ones are left out) and its children. */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  for (const child of children.flat(Infinity))
    if (child != null && child !== false && child !== "") element.append(child);
  return element;
}

const counted = (count, one, more = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
const percent = (share) => `${Math.round(100 * share)}\u202f%`;
/** A probability that was estimated is never told as certainty. */
const estimate = (share) => (share > 0.99 ? `over ${percent(0.99)}` : percent(share));
const shortened = (text, most) => (text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`);
