/* The running order: a line moves by its handle, by Alt with an arrow, or by the buttons behind the handle. */
const DRAG_FROM = 6; // pixels; less is a press
const EDGE = 40;

export const lifted = (place) => place.querySelector("[data-left].is-lifted")?.dataset.left;

/* Shows the buttons of one line, and of no other. */
export function liftAgain(place, number) {
  for (const line of place.querySelectorAll("[data-left]")) {
    const here = line.dataset.left === number;
    line.classList.toggle("is-lifted", here);
    line.querySelector(".moves").hidden = !here;
    line.querySelector("[data-handle]").setAttribute("aria-expanded", here);
  }
}

export class RunningOrder {
  /* `send(numbers)` asks for a new order of what is left; `say` tells where a line went. */
  constructor(place, send, say) {
    Object.assign(this, { place, send, say, held: null, dropped: false });
    place.addEventListener("pointerdown", (event) => this.#grab(event));
    place.addEventListener("pointermove", (event) => this.#drag(event));
    place.addEventListener("pointerup", () => this.#drop());
    place.addEventListener("pointercancel", () => this.#let());
    place.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("click", (event) => this.#click(event));
  }

  get #lines() {
    return [...this.place.querySelectorAll("[data-left]")];
  }

  get #numbers() {
    return this.#lines.map((line) => Number(line.dataset.left));
  }

  #click(event) {
    const handle = event.target.closest("[data-handle]");
    const button = event.target.closest("[data-order]"); // the clock offers some, too
    if (this.dropped) this.dropped = false;
    else if (handle) liftAgain(this.place, handle.getAttribute("aria-expanded") === "true" ? "" : handle.dataset.handle);
    else if (button) this.#reorder(button.dataset.order, Number(button.dataset.stop));
  }

  #key(event) {
    const line = event.target.closest("[data-left]");
    if (!line) return;
    if (event.key === "Escape") {
      this.#let();
      liftAgain(this.place, "");
      line.querySelector("[data-handle]").focus();
      return;
    }
    const way = event.altKey ? { ArrowUp: "up", ArrowDown: "down" }[event.key] : { Delete: "out" }[event.key];
    if (!way) return;
    event.preventDefault();
    this.#reorder(way, Number(line.dataset.left));
  }

  /* One place up or down, out of the order, or in again where it was. */
  #reorder(way, stop) {
    const stops = this.#numbers;
    const at = stops.indexOf(stop);
    if (way === "in") stops.splice(placeOf(stops, stop), 0, stop);
    else if (way === "out") stops.splice(at, 1);
    else {
      const to = at + (way === "up" ? -1 : 1);
      if (to < 0 || to >= stops.length) return;
      [stops[at], stops[to]] = [stops[to], stops[at]];
    }
    this.#ask(stops, stop);
  }

  async #ask(stops, stop) {
    const name = this.place.querySelector(`[data-left="${stop}"]`)?.dataset.name;
    const done = await this.send(stops);
    const list = this.place.querySelector("[data-running]");
    const line = this.place.querySelector(`[data-left="${stop}"]`);
    if (!done || !list || !name) return;
    const words = line ? list.dataset.moved.replace("{place}", line.querySelector("b").textContent) : list.dataset.out;
    this.say(words.replace("{what}", () => name));
  }

  #grab(event) {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    handle.setPointerCapture(event.pointerId);
    const line = handle.closest("[data-left]");
    this.held = { line, from: event.clientY + this.#scroller.scrollTop, moved: false, to: -1 };
  }

  get #scroller() {
    return this.place.parentElement;
  }

  #drag(event) {
    const { held } = this;
    if (!held?.line.isConnected) return this.#let(); // drawn anew meanwhile
    const way = event.clientY + this.#scroller.scrollTop - held.from;
    if (!held.moved && Math.abs(way) < DRAG_FROM) return;
    held.moved = true;
    held.line.classList.add("is-dragged");
    held.line.style.setProperty("--dragged", `${way}px`);
    const others = this.#lines.filter((line) => line !== held.line);
    const middles = others.map((line) => line.getBoundingClientRect()).map((box) => box.top + box.height / 2);
    held.to = middles.filter((middle) => middle < event.clientY).length;
    others.forEach((line, at) => {
      line.classList.toggle("is-before", at === held.to);
      line.classList.toggle("is-after", at === others.length - 1 && held.to === others.length);
    });
    const view = this.#scroller.getBoundingClientRect();
    if (event.clientY > view.bottom - EDGE) this.#scroller.scrollTop += 12;
    else if (event.clientY < view.top + EDGE) this.#scroller.scrollTop -= 12;
  }

  #drop() {
    const { held } = this;
    this.#let();
    if (!held?.moved) return;
    this.dropped = true; // the click that follows is none
    setTimeout(() => (this.dropped = false));
    const stop = Number(held.line.dataset.left);
    const before = this.#numbers;
    const stops = before.filter((one) => one !== stop);
    stops.splice(held.to, 0, stop);
    if (String(stops) !== String(before)) this.#ask(stops, stop);
  }

  #let() {
    this.held = null;
    for (const line of this.#lines) {
      line.classList.remove("is-dragged", "is-before", "is-after");
      line.style.removeProperty("--dragged");
    }
  }
}

/* Numbers are given in the order of the plan: before the first that comes later in it. */
function placeOf(stops, stop) {
  const later = stops.findIndex((one) => one > stop);
  return later < 0 ? stops.length : later;
}
