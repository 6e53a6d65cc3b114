/* Keeps a screen in step with its live session: server-sent events when they pass, long poll
   when something on the way eats them. Every message is a whole snapshot; the newest wins. */
const FIRST_WITHIN = 5000;
const SILENT_AFTER = 40000;
const LONGEST_PAUSE = 8000;

export class Connection {
  constructor(code, query, on) {
    this.base = `/api/live/${code}`;
    this.query = query;
    this.on = on;
    this.version = -1;
    this.failures = 0;
    this.polling = false;
    addEventListener("online", () => this.check());
    addEventListener("pageshow", (event) => event.persisted && this.check());
    document.addEventListener("visibilitychange", () => document.hidden || this.check());
    this.stream();
  }

  stream() {
    this.close();
    if (this.polling) return this.poll();
    const source = new EventSource(`${this.base}/stream${this.query}`);
    this.source = source;
    this.watch(FIRST_WITHIN, () => this.changeToPolling());
    source.addEventListener("snapshot", (event) => {
      this.heard();
      this.take(JSON.parse(event.data));
    });
    source.addEventListener("results", (event) => {
      this.heard();
      this.on.results?.(JSON.parse(event.data));
    });
    source.addEventListener("beat", () => this.heard());
    source.onerror = () => this.lost();
  }

  heard() {
    this.failures = 0;
    this.on.state("live");
    this.watch(SILENT_AFTER, () => this.lost());
  }

  watch(delay, then) {
    clearTimeout(this.watcher);
    this.watcher = setTimeout(then, delay);
  }

  /* The stream broke: say so, ask once by hand, come back after a pause with some chance in it. */
  lost() {
    this.close();
    this.on.state("lost");
    this.failures += 1;
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** this.failures) * (0.5 + Math.random());
    this.watch(pause, () => this.check());
  }

  changeToPolling() {
    this.close();
    this.polling = true;
    this.poll();
  }

  close() {
    clearTimeout(this.watcher);
    this.source?.close();
    this.source = null;
    this.abort?.abort();
  }

  async ask(wait, after = this.version) {
    const abort = (this.abort = new AbortController());
    const giveUp = setTimeout(() => abort.abort(), (wait + 8) * 1000);
    try {
      const join = this.query ? "&" : "?";
      const address = `${this.base}/snapshot${this.query}${join}after=${after}&wait=${wait}`;
      const answer = await fetch(address, { cache: "no-store", signal: abort.signal });
      if ([401, 403, 404].includes(answer.status)) return this.gone();
      if (!answer.ok) throw new Error(String(answer.status));
      if (answer.status === 200) this.take(await answer.json());
      return true;
    } finally {
      clearTimeout(giveUp);
    }
  }

  gone() {
    this.close();
    this.ended = true;
    this.on.state("gone");
    return false;
  }

  /* After sleep, a network change or a pause: one question, then the stream again. */
  async check() {
    if (this.ended) return;
    this.close();
    const turn = (this.turn = {});
    try {
      // While asleep the browser's clock may have stood still: the time that is left is asked anew.
      if (!(await this.ask(0, this.polling ? -1 : this.version))) return;
      if (turn !== this.turn) return;
      this.on.state("live");
      this.stream();
    } catch {
      if (turn === this.turn) this.lost();
    }
  }

  async poll() {
    const turn = (this.turn = {});
    try {
      while (turn === this.turn && !this.ended) {
        // Screens with counts ask for them after each turn, so theirs are short.
        await this.ask(this.version < 0 ? 0 : this.on.polled ? 2 : 20);
        if (turn !== this.turn) return;
        this.failures = 0;
        this.on.state(this.ended ? "gone" : "live");
        this.on.polled?.();
      }
    } catch {
      if (turn === this.turn) this.lost();
    }
  }

  take(snapshot) {
    const newer = snapshot.version > this.version;
    if (snapshot.version < this.version) return;
    this.version = snapshot.version;
    this.on.snapshot(snapshot, newer);
  }
}
