/* The facilitator's console: one button that says the next step, and what comes in beside it. */
import { Connection } from "./connection.js";
import { WorkshopClock } from "./console-clock.js";
import { showCounts } from "./console-counts.js";
import { askFirst, openSeat } from "./console-dialogs.js";
import { startInvite } from "./console-invite.js";
import { showKeys } from "./console-keys.js";
import { Moves } from "./console-moves.js";
import { startNote } from "./console-note.js";
import { RunningOrder } from "./console-order.js";
import { startPair } from "./console-pair.js";
import { readTexts } from "./console-primary.js";
import { startQuestions } from "./console-questions.js";
import { draw } from "./console-screen.js";
import { Tally } from "./console-tally.js";
import { decide } from "./console-texts.js";
import { call, code, complain, language, lost, place, say } from "./console-wire.js";
import { Timer } from "./timer.js";

const room = { now: null, arrive, adopt, recount };
let counts = null;

const tally = new Tally(place, keepCounts);
const timer = new Timer(() => place.querySelector("[data-timer]"));
const clock = new WorkshopClock(() => place.querySelector("[data-clock]"));
const moves = new Moves(room, tally);

const connection = new Connection(code, `?as=facilitator&lang=${language}`, {
  snapshot: show,
  results: take,
  polled: recount,
  state(name) {
    lost.hidden = name === "live";
    lost.textContent = name === "live" ? "" : lost.dataset.lost;
    if (name === "gone") location.reload();
  },
});

function show(snapshot, newer) {
  const sameRound = room.now?.round === snapshot.round;
  room.now = snapshot;
  timer.set(snapshot);
  clock.set(snapshot.clock);
  if (!newer) return;
  draw(snapshot, sameRound);
  timer.show();
  clock.show();
  if (counts) take(counts);
}

function take(found) {
  counts = found;
  showCounts(found, room.now, tally, recount);
}

function adopt(snapshot) {
  if (!room.now || snapshot.version > room.now.version) show(snapshot, true);
  recount();
}

/* A move was made; where the stream has not brought its screen, it is asked for. */
async function arrive(version) {
  if (room.now.version >= version) return;
  await connection.ask(0); // where this fails, the line says that the connection is lost
  recount();
}

async function recount() {
  const answer = await fetch(`/api/live/${code}/results`, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) take(await answer.json());
}

/* True when the server keeps them. */
async function keepCounts(round, typed) {
  const answer = await call(`/rounds/${round}/tally`, "PUT", { counts: typed }).catch(() => null);
  const said = await answer?.json();
  if (answer?.ok) moves.kept(said.version);
  complain(answer?.ok ? null : answer ? `${said.title ?? ""} ${said.detail ?? ""}` : lost.dataset.lost);
  return Boolean(answer?.ok);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { move, ask, seconds, turnTo, seat, decide: decision } = button.dataset;
  const steps = ("primary" in button.dataset || move) && move !== "extend";
  if ((steps || decision) && event.detail > 1) return; // a double click is one step
  if (decision) {
    if (await decide(button, room.now.round, call)) recount();
  } else if ("primary" in button.dataset && readTexts(button)) return;
  else if (move && !seat) {
    if (ask && !(await askFirst(ask))) return;
    moves.make(move, { ...(seconds && { seconds: Number(seconds) }), ...(turnTo && { page: Number(turnTo) }) });
  } else if ("openKeys" in button.dataset) showKeys();
  else if (seat) openSeat(seat, button.firstChild.textContent, { move: (name, more) => moves.make(name, more), call });
});

new RunningOrder(document.querySelector("[data-order-place]"), (order) => moves.make("reorder", { order }), say);
startQuestions(call, recount);
startNote(call);
startInvite(call);
startPair(call);
