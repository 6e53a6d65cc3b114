/* Makes a move on the version that is on screen, once, after what was typed has been kept. */
import { keepNote } from "./console-note.js";
import { call, complain, lost } from "./console-wire.js";

const LEAVES = ["reveal", "reopen", "skip", "finish"]; // after these the counts are closed

export class Moves {
  /* `room`: the screen as it stands, and how it is asked for anew. */
  constructor(room, tally) {
    Object.assign(this, { room, tally, sentOn: null, keptAt: 0 });
  }

  /* The version that numbers counted by hand made, where the result was on screen. */
  kept(version) {
    this.keptAt = version;
  }

  /* True when the server made it. */
  async make(name, more = {}) {
    const { room } = this;
    if (!room.now || this.sentOn === room.now.version) return false; // a double click is one step
    const mine = (this.sentOn = room.now.version);
    try {
      return await this.#ask(name, more, mine);
    } catch {
      complain(lost.dataset.lost);
      return false;
    } finally {
      if (this.sentOn === mine) this.sentOn = null;
    }
  }

  async #ask(name, more, mine) {
    await keepNote();
    const kept = await this.tally.keep();
    if (!kept && LEAVES.includes(name)) return false; // the sentence above says what is wrong with them
    const version = Math.max(mine, this.keptAt);
    const answer = await call(`/moves`, "POST", { move: name, version, ...more });
    const said = answer.status === 204 ? null : await answer.json();
    if (answer.ok) {
      if (kept) complain(null);
      await this.room.arrive(version + 1);
      return true;
    }
    complain(`${said.title} ${said.detail}`);
    if (said.snapshot) this.room.adopt(said.snapshot);
    else if (answer.status >= 500) this.room.recount();
    return false;
  }
}
