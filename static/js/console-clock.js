/* Where the workshop is on the clock against its plan, and what to leave out when it is late. It
   counts on from the snapshot by the browser's own steady clock. */
const MINUTE = 60000;
const SETTLED = 5 * MINUTE; // before that, being early says nothing

export class WorkshopClock {
  constructor(find) {
    this.find = find;
    setInterval(() => this.show(), 1000);
  }

  set(times) {
    this.times = times;
    this.from = performance.now();
    this.show();
  }

  show() {
    const place = this.find();
    if (!place) return;
    place.hidden = !this.times;
    if (!this.times) return;
    const { elapsed_ms, here_ms, planned_here_ms, after_ms, planned_ms, optional } = this.times;
    const gone = performance.now() - this.from;
    const here = here_ms + gone;
    const late = elapsed_ms + gone + Math.max(planned_here_ms - here, 0) + after_ms - planned_ms;
    const words = place.dataset;
    const parts = [fill(words.words, { gone: minutes(elapsed_ms + gone), planned: minutes(planned_ms) })];
    if (planned_here_ms) parts.push(fill(words.here, { gone: minutes(here), planned: minutes(planned_here_ms) }));
    const behind = Math.floor(late / MINUTE);
    if (behind > 0) parts.push(fill(words.late, { n: behind }));
    else if (late <= -MINUTE && elapsed_ms + gone > SETTLED) parts.push(fill(words.early, { n: Math.floor(-late / MINUTE) }));
    this.write(place, parts.join(" · "), behind > 0 ? enough(optional, late) : []);
  }

  /* Drawn anew only when something changed, so that a button under a finger stays. */
  write(place, text, out) {
    const key = [text, ...out.map((one) => one.stop)].join("|");
    if (place.dataset.shown === key) return;
    place.dataset.shown = key;
    place.classList.toggle("is-late", out.length > 0);
    const span = document.createElement("span");
    span.textContent = text;
    const buttons = out.map((one) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button second";
      button.dataset.order = "out";
      button.dataset.stop = one.stop;
      button.textContent = fill(place.dataset.skip, { name: one.name });
      return button;
    });
    place.replaceChildren(span, ...buttons);
  }
}

/* The first that may be left out, until they make up for what is late: two at most. */
function enough(optional, late) {
  const out = [];
  for (const one of optional) {
    if (late < MINUTE || out.length === 2) break;
    out.push(one);
    late -= one.ms;
  }
  return out;
}

function minutes(ms) {
  return Math.round(ms / MINUTE);
}

function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
