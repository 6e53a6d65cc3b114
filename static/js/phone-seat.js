/* What belongs to this seat: what the server keeps of it, its language; and to its device: it speaks, stays awake. */
export class Mine {
  responses = [];
  extra_ms = 0;
  asking = 0;

  /* `gone`: there is no such seat; `came`: something new is known; `isLive`: whether to ask again when it failed. */
  constructor(code, { gone, came, isLive }) {
    Object.assign(this, { code, gone, came, isLive });
  }

  /* At any moment within `spread` milliseconds: not all phones at once. */
  ask(spread) {
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.load(), Math.random() * spread);
  }

  async load() {
    try {
      const answer = await fetch(`/api/live/${this.code}/me`, { cache: "no-store" });
      if (answer.status === 401) return this.gone(); // removed, or moved to another device
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (found.version < this.version) return; // overtaken
      for (const one of this.responses) keepNewer(found.responses, one);
      Object.assign(this, found);
      this.came();
    } catch {
      if (this.isLive()) this.ask(4000); // else the connection asks when it is back
    }
  }

  remember(round, reply, now) {
    this.responses = this.responses.filter((one) => one.round !== round);
    this.responses.push({ ...reply, item: round === now?.round ? now.item?.id : null });
  }

  /* What this phone answered to the item on screen; the last vote wins. */
  own(now) {
    const all = this.responses.filter((one) => one.item === now?.item?.id);
    return now?.phase === "revealed" ? all.at(-1) : all.find((one) => one.round === now?.round);
  }
}

/* An answer that was kept after the server wrote this list is not taken back by it. */
function keepNewer(list, one) {
  const at = list.findIndex((other) => other.round === one.round);
  if (at < 0) list.push(one);
  else if (Date.parse(one.kept_at) > Date.parse(list[at].kept_at)) list[at] = one;
}

export const said = document.querySelector("[data-said]");

export function announce(text) {
  said.textContent = text;
}

let awake = null;

/* Where the browser allows it (HTTPS), the screen stays on while a question is open. */
export async function stayAwake() {
  if (document.hidden || (awake && !awake.released)) return;
  try {
    awake = await navigator.wakeLock?.request("screen");
  } catch {
    /* it is only a comfort */
  }
}
document.addEventListener("visibilitychange", stayAwake); // hidden pages lose it

/* The language changes without losing the seat. */
for (const link of document.querySelectorAll(".langs a")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const { code } = document.querySelector("[data-room]").dataset;
    const body = JSON.stringify({ language: link.lang });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`/api/live/${code}/me`, { method: "PATCH", headers, body }).catch(() => null);
    if (answer?.ok) location.href = link.href; // offline, the page would be lost
  });
}
