/* Gathers a response from a form, sends it until the server says that it is kept, and keeps it on
   the device meanwhile, so that a reload or a lost network loses nothing. */
import { patience, pause } from "./connection.js";

const PATIENCE = 8000;

/* `decimals`: of an item that asks for a number; then 7,804 or 7.804 is seven thousand or so, unless
   the item has three decimals. */
export function read(form, decimals = 0) {
  const boxes = [...form.querySelectorAll('[name="value"]')];
  const checked = boxes.filter((box) => box.checked).map((box) => box.value);
  switch (form.dataset.response) {
    case "one":
      return checked[0];
    case "many":
      return checked.length ? checked : undefined;
    case "order":
      return boxes.map((box) => box.value);
    case "text":
      return boxes[0].value.trim() || undefined;
    case "words": {
      const words = boxes.map((box) => box.value.trim()).filter(Boolean);
      return words.length ? words : undefined;
    }
    case "form":
    case "grid":
      return readNamed(form);
    default: {
      let text = boxes[0].value.replace(/[\s\u00a0\u202f'’]/g, "").replace("\u2212", "-");
      if (decimals < 3 && /^-?[1-9]\d{0,2}((,\d{3})+|(\.\d{3})+)$/.test(text)) text = text.replace(/[,.]/g, "");
      text = text.replace(",", ".");
      return text !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
    }
  }
}

/* Named fields, `value.<name>`: the parts of a form (one option, many, or a text that may be left
   out), or the rows of a grid, each with its cell and, where that is said, `certainty.<row>` behind a
   colon. Every choice must be made. */
const named = (form, field) => [...form.querySelectorAll(`[name^="${field}."]`)].map((box) => [box, box.name.slice(field.length + 1)]);
const ticked = (box) => ["radio", "checkbox"].includes(box.type);

function readNamed(form) {
  const found = {};
  for (const [box, name] of named(form, "value")) {
    if (box.type === "checkbox") found[name] = [...(found[name] ?? []), ...(box.checked ? [box.value] : [])];
    else if (box.type === "radio") found[name] = box.checked ? box.value : (found[name] ?? "");
    else if (box.value.trim() || form.dataset.response === "grid") found[name] = box.value.trim();
  }
  for (const [box, row] of named(form, "certainty")) if (box.checked && found[row]) found[row] += `:${box.value}`;
  return Object.values(found).every((one) => one.length) ? found : undefined;
}

function fillNamed(form, kept) {
  const grid = form.dataset.response === "grid";
  for (const [at, field] of ["value", "certainty"].entries()) {
    for (const [box, name] of named(form, field)) {
      const said = grid ? (kept[name] ?? "").split(":")[at] ?? "" : kept[name] ?? "";
      if (ticked(box)) box.checked = [].concat(said).includes(box.value);
      else box.value = said;
    }
  }
}

/* The first row of a grid without its cell: where to go on. */
export function emptyRow(form) {
  if (form.dataset.response !== "grid") return null;
  const boxes = [...form.querySelectorAll('[name^="value."]')];
  const full = new Set(boxes.filter((box) => (box.type === "radio" ? box.checked : box.value)).map((box) => box.name));
  return boxes.find((box) => !full.has(box.name)) ?? null;
}

export function certainty(form) {
  const chosen = form.querySelector('[name="certainty"]:checked');
  return chosen ? Number(chosen.value) : undefined;
}

export function fill(form, kept) {
  const values = [].concat(kept.value);
  const boxes = [...form.querySelectorAll('[name="value"]')];
  if (form.dataset.response === "number") {
    boxes[0].value = String(kept.value).replace(".", document.documentElement.lang === "fr" ? "," : ".");
  } else if (["form", "grid"].includes(form.dataset.response)) {
    fillNamed(form, kept.value);
  } else if (["text", "words"].includes(form.dataset.response)) {
    for (const [place, box] of boxes.entries()) box.value = values[place] ?? "";
  } else if (form.dataset.response === "order") {
    const list = form.querySelector("[data-ordering]");
    for (const id of values) list.append(list.querySelector(`[data-option="${id}"]`));
  } else {
    for (const box of boxes) box.checked = values.includes(box.value);
  }
  for (const box of form.querySelectorAll('[name="certainty"]')) {
    box.checked = Number(box.value) === kept.certainty;
  }
  form.dispatchEvent(new Event("filled")); // for parts that show the same in another way
}

export class Outbox {
  constructor(code, seat, say) {
    this.code = code;
    this.key = `recoupe-${code}-${seat}`;
    this.say = say;
    this.failures = 0;
    this.waiting = this.stored();
    // What is under way went out on the network before.
    addEventListener("online", () => (this.busy ? this.abort.abort() : this.flush()));
  }

  stored() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  store(letter) {
    this.waiting = letter;
    try {
      if (letter) localStorage.setItem(this.key, JSON.stringify(letter));
      else localStorage.removeItem(this.key);
    } catch {
      /* private mode: the letter lives in memory only */
    }
  }

  send(round, value, sure) {
    this.store({ round, value, ...(sure === undefined ? {} : { certainty: sure }) });
    this.say("sending", round);
    return this.flush();
  }

  async flush() {
    clearTimeout(this.again);
    const letter = this.waiting;
    if (!letter || this.busy) return;
    this.busy = true;
    this.abort = patience(PATIENCE);
    try {
      const { round, ...body } = letter;
      const answer = await fetch(`/api/live/${this.code}/rounds/${round}/response`, {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        signal: this.abort.signal,
      });
      const said = await answer.json();
      this.busy = false;
      this.failures = 0;
      if (this.waiting === letter) return this.settle(answer, said, round);
      if (answer.ok) this.say("before", round, said); // a newer one goes out now
      return this.flush();
    } catch {
      this.busy = false;
      this.retry(letter.round);
    }
  }

  settle(answer, said, round) {
    if (answer.ok) {
      this.store(null);
      this.say("kept", round, said);
    } else if (said.reason === "paused" || answer.status >= 500 || answer.status === 429) {
      this.retry(round);
    } else {
      this.store(null);
      if (answer.status === 401) this.say("gone", round);
      else this.say(said.reason === "closed" ? "late" : "refused", round, said);
    }
  }

  retry(round) {
    this.say("unsent", round);
    this.again = setTimeout(() => this.flush(), pause(++this.failures));
  }
}
