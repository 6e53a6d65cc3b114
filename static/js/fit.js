/* Draws the big screen closer, then smaller, until everything is on it, at last without pictures that
   only repeat the figures (data-tight); how many steps that took. */
const STEPS = ["big", "0", "1", "2", "3"];

export function fit(screen) {
  const root = document.documentElement;
  delete root.dataset.tight;
  for (const [place, step] of STEPS.entries()) {
    root.dataset.fit = step;
    const high = screen.scrollHeight <= screen.clientHeight + 2;
    if (high && ![screen, ...screen.querySelectorAll(".scroll")].some(isTooWide)) return place;
  }
  root.dataset.tight = "";
  return STEPS.length;
}

function isTooWide(box) {
  return box.scrollWidth > box.clientWidth + 2;
}

export function keepFitting(screen) {
  const again = () => fit(screen);
  addEventListener("resize", again);
  screen.addEventListener("load", again, true); // pictures come after the words
  document.fonts?.ready.then(again);
}

const alone = document.querySelector("[data-fitted]"); // a preview, which no script fills
if (alone) {
  keepFitting(alone);
  fit(alone);
}
