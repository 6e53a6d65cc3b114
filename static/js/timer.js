/* A quiet bar for the time that is left. It counts from the moment the snapshot came, by the
   browser's own steady clock, so that a wrong date on the device does not matter. */
export class Timer {
  constructor(find, { extra = () => 0, at = () => {}, again = () => {} } = {}) {
    this.find = find;
    this.extra = extra;
    this.at = at;
    this.again = again;
    setInterval(() => this.show(), 100);
  }

  set(snapshot) {
    const key = [snapshot.round, snapshot.phase === "activity" ? snapshot.step?.number : snapshot.phase === "discuss"].join();
    if (key !== this.key) this.most = this.told = 0;
    this.key = key;
    this.left = snapshot.remaining_ms;
    this.extended = snapshot.phase === "open"; // a seat's extra time is for answering
    this.paused = snapshot.paused;
    this.from = performance.now();
    this.show();
  }

  remaining() {
    if (this.left === null || this.left === undefined) return null;
    const gone = this.paused ? 0 : performance.now() - this.from;
    return Math.max(0, this.left + (this.extended ? this.extra() : 0) - gone);
  }

  show() {
    const place = this.find();
    const left = this.remaining();
    if (!place) return;
    place.hidden = left === null;
    if (left === null) return;
    this.most = Math.max(this.most, left);
    const seconds = Math.ceil(left / 1000);
    place.querySelector("progress").value = this.most ? left / this.most : 0;
    place.style.setProperty("--left", this.most ? left / this.most : 0);
    const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const shown = place.querySelector("[data-left]");
    if (shown.textContent !== text) shown.textContent = text;
    place.querySelector("[data-over]")?.toggleAttribute("hidden", left > 0);
    if (left > 0 && this.told & 2) {
      this.told = 0; // time was added after the end
      this.again();
    }
    for (const mark of [10, 0]) {
      const bit = mark ? 1 : 2;
      if (seconds <= mark && !(this.told & bit) && (mark === 0 || this.most > 10000)) {
        this.told |= bit;
        this.at(mark);
      }
    }
  }
}
