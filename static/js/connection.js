/* Keeps a screen in step with its live session: server-sent events when they pass, long poll
   when something on the way eats them. Every message is a whole snapshot; the newest wins. */
const HURRY = 2000;
const FIRST_WITHIN = 5000;
const SILENT_AFTER = 25000; // beats come every 15 s
const LONGEST_PAUSE = 3000;

/* Aborts a request that takes longer than `delay` milliseconds. */
export function patience(delay) {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), delay);
  return abort;
}

/* Milliseconds before the next try, by chance: not all phones at once. */
export function pause(failures) {
  return Math.min(LONGEST_PAUSE, 500 * 2 ** failures) * (0.5 + Math.random());
}

export class Connection {
  constructor(code, query, on) {
    this.base = `/api/live/${code}`;
    this.query = query;
    this.on = on;
    this.version = -1;
    this.failures = 0;
    this.anew();
    addEventListener("online", () => {
      this.anew();
      this.check();
    });
    addEventListener("offline", () => this.lost());
    addEventListener("pageshow", (event) => event.persisted && this.check());
    document.addEventListener("visibilitychange", () => document.hidden || this.check());
    this.stream();
  }

  /* On another network streams may pass again. */
  anew() {
    this.polling = !globalThis.EventSource;
    this.barren = 0; // streams that brought nothing
  }

  stream() {
    this.close();
    if (this.polling) return this.poll();
    const source = new EventSource(`${this.base}/stream${this.query}`);
    this.source = source;
    const eaten = () => this.changeToPolling();
    if (this.version >= 0) this.watch(FIRST_WITHIN, eaten);
    else this.watch(HURRY, () => {
      this.ask(0).catch(() => {}); // may pass where streams do not
      this.watch(FIRST_WITHIN - HURRY, eaten);
    });
    source.addEventListener("snapshot", (event) => {
      this.heard();
      this.take(JSON.parse(event.data));
    });
    source.addEventListener("results", (event) => {
      this.heard();
      this.on.results?.(JSON.parse(event.data));
    });
    source.addEventListener("beat", () => this.heard());
    source.onerror = () => (this.barren++ ? this.changeToPolling() : this.lost());
  }

  heard() {
    this.failures = this.barren = 0;
    this.on.state("live");
    this.watch(SILENT_AFTER, () => this.lost());
  }

  watch(delay, then) {
    clearTimeout(this.watcher);
    this.watcher = setTimeout(then, delay);
  }

  /* The stream broke: say so, and after a pause ask once by hand. */
  lost() {
    if (this.ended) return;
    this.close();
    this.on.state("lost");
    this.watch(pause(++this.failures), () => this.check());
  }

  changeToPolling() {
    this.close();
    this.polling = true;
    this.poll();
  }

  close() {
    this.turn = {}; // what is under way is over
    clearTimeout(this.watcher);
    this.source?.close();
    this.source = null;
    this.abort?.abort();
  }

  async ask(wait, after = this.version) {
    this.abort = patience((wait + Math.min(12, 4 + 2 * this.failures)) * 1000);
    const query = this.query ? `${this.query}&` : "?";
    const address = `${this.base}/snapshot${query}after=${after}&wait=${wait}`;
    const answer = await fetch(address, { cache: "no-store", signal: this.abort.signal });
    if ([401, 403, 404].includes(answer.status)) return this.gone();
    if (!answer.ok) throw new Error(String(answer.status));
    if (answer.status === 200) this.take(await answer.json());
    return true;
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
    const { turn } = this;
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
    const { turn } = this;
    try {
      while (turn === this.turn) {
        // Screens with counts ask for them after each turn, so theirs are short.
        await this.ask(this.version < 0 ? 0 : this.on.polled ? 2 : 20);
        if (turn !== this.turn) return;
        this.failures = 0;
        this.on.state("live");
        this.on.polled?.().catch(() => {}); // the next turn tells
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
