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
    default: {
      let text = boxes[0].value.replace(/[\s\u00a0\u202f'’]/g, "").replace("\u2212", "-");
      if (decimals < 3 && /^-?[1-9]\d{0,2}((,\d{3})+|(\.\d{3})+)$/.test(text)) text = text.replace(/[,.]/g, "");
      text = text.replace(",", ".");
      return text !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
    }
  }
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
  } else if (form.dataset.response === "order") {
    const list = form.querySelector("[data-ordering]");
    for (const id of values) list.append(list.querySelector(`[data-option="${id}"]`));
  } else {
    for (const box of boxes) box.checked = values.includes(box.value);
  }
  for (const box of form.querySelectorAll('[name="certainty"]')) {
    box.checked = Number(box.value) === kept.certainty;
  }
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
