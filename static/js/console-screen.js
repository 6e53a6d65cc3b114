/* Draws the console’s screen anew: what was unfolded stays so, and the focus stays where it was. */
import { lifted, liftAgain } from "./console-order.js";
import { place, say } from "./console-wire.js";

const orderPlace = document.querySelector("[data-order-place]");
const FOLDS = [".tally:not(.is-after)", ".tally.is-after", "[data-fold=jams]", "[data-fold=hidden]", "[data-fold=spare]"];

const find = (where) => place.querySelector(where) ?? orderPlace.querySelector(where);

export function draw(snapshot, sameRound) {
  const active = document.activeElement;
  const focused = place.contains(active) || orderPlace.contains(active) ? active : null;
  const folds = FOLDS.map((name) => [name, find(name)?.open]);
  const line = lifted(orderPlace);
  const fresh = document.createElement("template");
  fresh.innerHTML = snapshot.html; // a fragment rendered by our own server
  orderPlace.replaceChildren(...fresh.content.querySelectorAll(".console-order"));
  place.replaceChildren(fresh.content);
  place.dataset.version = snapshot.version;
  for (const [name, open] of folds) {
    const fold = find(name);
    if (fold && open !== undefined) fold.open = open;
  }
  liftAgain(orderPlace, line);
  showCurrent();
  if (focused) focusAgain(focused, sameRound);
  cut();
  say([".now-place .eyebrow", ".now-place .status"].map(text).filter(Boolean).join(" · "));
}

const text = (where) => place.querySelector(where)?.textContent.replace(/\s+/g, " ").trim() ?? "";

/* The same button again, so that a second press does what the first did; the next step only after
   the step before; the same number only while the same round is counted; else the title. */
function focusAgain(old, sameRound) {
  const { move, order, stop, handle } = old.dataset;
  const field = sameRound && old.name && place.querySelector(`[data-tally] [name="${CSS.escape(old.name)}"]`);
  let next = null;
  if ("primary" in old.dataset) next = place.querySelector("[data-primary]");
  else if (handle) next = orderPlace.querySelector(`[data-handle="${handle}"]`) ?? orderPlace.querySelector("[data-handle]");
  else if (order) next = orderPlace.querySelector(`[data-order="${order}"][data-stop="${stop}"]`) ?? orderPlace.querySelector("[data-handle]");
  else if (move) next = place.querySelector(`[data-move="${move}"]:not([data-primary])`);
  else if ("moreMoves" in old.dataset) next = place.querySelector("[data-more-moves]");
  if (next && !next.checkVisibility()) next = null; // its sheet has closed
  (field || next || place.querySelector("h1"))?.focus({ preventScroll: true });
}

/* The line of what is now is in view, without moving the page. */
function showCurrent() {
  const current = orderPlace.querySelector(".is-current");
  const scroller = orderPlace.parentElement;
  if (!current?.checkVisibility()) return;
  const [line, view] = [current.getBoundingClientRect(), scroller.getBoundingClientRect()];
  if (line.top < view.top || line.bottom > view.bottom) scroller.scrollTop += line.top - view.top - view.height / 3;
}

/* A stem that does not fit into its lines offers the whole of it. */
export function cut() {
  const [title, button] = [place.querySelector("h1"), place.querySelector("[data-whole]")];
  if (title && button && button.ariaExpanded !== "true") button.hidden = title.scrollHeight <= title.clientHeight + 4;
}

place.addEventListener("click", (event) => {
  const button = event.target.closest("[data-whole]");
  if (!button) return;
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", open);
  place.querySelector("h1").classList.toggle("is-whole", open);
});
addEventListener("resize", cut);
document.fonts?.ready.then(cut);
