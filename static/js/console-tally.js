/* Counting by hand on the console: numbers that keep themselves, for a whole class in seconds. */
const PEOPLE = "*";
const WAIT = 500; // after the last key or tap

export class Tally {
  /* `place` holds the console's screen; `send(round, counts)` keeps them: true when that was done. */
  constructor(place, send) {
    Object.assign(this, { place, send, kept: {}, mine: {}, round: null, seats: 0, timer: 0, sent: null });
    place.addEventListener("input", (event) => this.#typed(event));
    place.addEventListener("click", (event) => this.#pressed(event));
    place.addEventListener("submit", (event) => this.#submitted(event));
    place.addEventListener("focusin", (event) => event.target.closest("[data-tally] input")?.select());
    document.addEventListener("keydown", (event) => this.#key(event), true);
  }

  get #form() {
    return this.place.querySelector("[data-tally]");
  }

  #fields(within = this.#form) {
    return [...(within?.querySelectorAll("input") ?? [])];
  }

  /* What the server has; what was typed here since stays. `seats`: how many have a device. */
  show(round, kept, seats) {
    if (round !== this.round) this.mine = {};
    Object.assign(this, { round, kept, seats });
    for (const field of this.#fields()) {
      const count = this.mine[field.name] ?? kept[field.name];
      if (Number(field.value) !== Number(count ?? 0)) field.value = count || "";
    }
    this.#addUp();
  }

  /* Keep what was typed and not sent yet; false when the server refused it. One after the other: each
     takes the place of the one before, so that an older one must not arrive last. */
  keep() {
    clearTimeout(this.timer);
    return (this.sent = Promise.resolve(this.sent).then(() => this.#keep()));
  }

  async #keep() {
    const { round, mine } = this;
    if (!Object.keys(mine).length) return true;
    const counts = Object.entries({ ...this.kept, ...mine }).map(([key, count]) => [key, Number(count)]);
    const done = await this.send(round, Object.fromEntries(counts.filter(([, count]) => count)));
    if (!done || round !== this.round) return done;
    this.kept = Object.fromEntries(counts);
    for (const [key, count] of Object.entries(mine)) if (this.mine[key] === count) delete this.mine[key];
    return true;
  }

  #put(field, count) {
    field.value = count || "";
    this.#changed(field);
  }

  #changed(field) {
    this.mine = { ...this.mine, [field.name]: field.value || "0" };
    const group = field.closest("[data-apart]");
    const people = group?.querySelector(`[name="${CSS.escape(PEOPLE)}"]`);
    if (people && people !== field && !people.value && this.#wanted()) this.#put(people, this.#wanted());
    this.#addUp();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), WAIT);
  }

  /* How many have no device, where it was said how many there are. */
  #wanted() {
    return Math.max(Number(this.#form?.dataset.class ?? 0) - this.seats, 0);
  }

  #people(group) {
    const counts = this.#fields(group).map((field) => Number(field.value));
    return "apart" in group.dataset ? Math.max(...counts) : counts.reduce((sum, count) => sum + count, 0);
  }

  #addUp() {
    const wanted = this.#wanted();
    for (const group of this.#form?.querySelectorAll("[data-group]") ?? []) {
      const counted = this.#people(group);
      const words = this.#form.dataset[wanted ? (counted > wanted ? "over" : "of") : "counted"];
      const total = group.querySelector("[data-total]");
      const said = counted || wanted ? words.replace("{counted}", counted).replace("{all}", wanted) : "";
      if (total.textContent !== said) total.textContent = said;
      group.classList.toggle("is-over", Boolean(wanted) && counted > wanted);
      group.classList.toggle("is-full", Boolean(wanted) && counted === wanted);
    }
  }

  #rest(field) {
    const group = field.closest("[data-group]");
    if (!this.#wanted() || !field.parentElement.querySelector("[data-rest]")) return;
    const others = "apart" in group.dataset ? 0 : this.#people(group) - Number(field.value);
    this.#put(field, Math.max(this.#wanted() - others, 0));
  }

  #typed(event) {
    const field = event.target.closest("[data-tally] input");
    if (!field) return;
    const digits = field.value.replace(/\D/g, "");
    if (digits !== field.value) field.value = digits;
    this.#changed(field);
  }

  #pressed(event) {
    const button = event.target.closest("[data-tally] button");
    if (!button) return;
    const field = button.parentElement.querySelector("input");
    if ("rest" in button.dataset) this.#rest(field);
    else this.#put(field, Math.max(Number(field.value) + Number(button.dataset.step), 0));
  }

  #submitted(event) {
    if (!event.target.closest("[data-tally]")) return;
    event.preventDefault();
    this.keep();
  }

  /* Digits go to the first number where none has the focus; arrows and Enter to the next one. */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const fields = this.#fields().filter((field) => field.checkVisibility());
    if (!fields.length) return;
    const at = fields.indexOf(event.target);
    if (at < 0) {
      const busy = event.target.closest("input, textarea, select");
      if (/^\d$/.test(event.key) && !busy) (fields.find((field) => !field.value) ?? fields[0]).focus();
      return;
    }
    const step = { Enter: 1, ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) (fields[at + step] ?? (step > 0 ? this.place.querySelector("[data-primary]") : null))?.focus();
    else if (event.key === "+" || event.key === "-") {
      this.#put(fields[at], Math.max(Number(fields[at].value) + (event.key === "+" ? 1 : -1), 0));
    } else if (event.key === "r" || event.key === "R") this.#rest(fields[at]);
    else if (event.key === " ") this.place.querySelector("[data-primary]")?.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
