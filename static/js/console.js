/* The facilitator's console: one button that says the next step, and its keys. */
import { Connection } from "./connection.js";
import { askFirst, openSeat } from "./console-dialogs.js";
import { startInvite } from "./console-invite.js";
import { startPair } from "./console-pair.js";
import { keepNote, showNote, startNote } from "./console-note.js";
import { showQuestions, startQuestions } from "./console-questions.js";
import { Tally } from "./console-tally.js";
import { showTeams } from "./console-teams.js";
import { decide, showMore, showTexts } from "./console-texts.js";
import { WorkshopClock } from "./console-clock.js";
import { Timer } from "./timer.js";

const place = document.querySelector("[data-console]");
const { code, language } = place.dataset;
const state = document.querySelector("[data-state]");
const trouble = document.querySelector("[data-trouble]");
const token = document.querySelector('meta[name="csrf-token"]').content;
let now = null;
let counts = null;
let disk = null; // why nothing can be kept, as the last counts said
let keptAt = 0; // the version that numbers counted by hand made, where the result was on screen
let proposed = null; // the move of the big button, as the server said it
let sentOn = null; // the version of the screen on which the last move was asked for

const LEAVES = ["reveal", "reopen", "skip", "finish"]; // after these the counts are closed

const tally = new Tally(place, keepCounts);
const timer = new Timer(() => place.querySelector("[data-timer]"));
const clock = new WorkshopClock(() => place.querySelector("[data-clock]"));

const connection = new Connection(code, `?as=facilitator&lang=${language}`, {
  snapshot: show,
  results: showCounts,
  polled: loadCounts,
  state(name) {
    state.hidden = name === "live";
    state.textContent = name === "live" ? "" : state.dataset.lost;
    if (name === "gone") location.reload();
  },
});

function show(snapshot, newer) {
  const sameRound = now?.round === snapshot.round;
  now = snapshot;
  timer.set(snapshot);
  clock.set(snapshot.clock);
  if (!newer) return;
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const folds = [".notes", ".tally:not(.is-after)", ".tally.is-after", "[data-fold]"].map((name) => [name, place.querySelector(name)?.open]);
  place.innerHTML = snapshot.html; // a fragment rendered by our own server
  place.dataset.version = snapshot.version;
  proposed = place.querySelector("[data-primary]")?.dataset.move;
  for (const [name, open] of folds) {
    const fold = place.querySelector(name);
    if (fold && open !== undefined) fold.open = open;
  }
  if (focused) focusAgain(focused, sameRound);
  clock.show();
  if (counts) showCounts(counts);
}

/* The same button again, so that a second press does what the first did; the next step only after
   the step before; the same number only while the same round is counted; else the title. */
function focusAgain(old, sameRound) {
  const { move: name, order, stop } = old.dataset;
  const same = order
    ? place.querySelector(`[data-order="${order}"][data-stop="${stop}"]`)
    : place.querySelector(`[data-move="${name}"]:not([data-primary])`);
  const field = sameRound && old.name && place.querySelector(`[data-tally] [name="${CSS.escape(old.name)}"]`);
  const title = place.querySelector("h1");
  if (title) title.tabIndex = -1;
  const next = "primary" in old.dataset ? place.querySelector("[data-primary]") : field || same;
  (next ?? title)?.focus({ preventScroll: true });
}

export async function call(path, method, body) {
  return fetch(`/api/live/${code}${path}`, {
    method,
    headers: {
      "Content-Type": "application/json", "X-CSRFToken": token, "Accept-Language": language,
      Prefer: "return=minimal", // a move's screen comes by the stream
    },
    body: JSON.stringify(body),
  });
}

async function move(name, more = {}) {
  if (!now || sentOn === now.version) return; // a double click is one step
  const mine = (sentOn = now.version);
  try {
    await keepNote();
    const kept = await tally.keep();
    if (!kept && LEAVES.includes(name)) return; // the sentence above says what is wrong with them
    const version = Math.max(mine, keptAt);
    const answer = await call(`/moves`, "POST", { move: name, version, ...more });
    const said = answer.status === 204 ? null : await answer.json();
    trouble.hidden = answer.ok && kept;
    if (answer.ok) await arrive(version + 1);
    else {
      trouble.textContent = `${said.title} ${said.detail}`;
      if (said.snapshot) adopt(said.snapshot);
      else if (answer.status >= 500) loadCounts();
    }
  } catch {
    trouble.hidden = false;
    trouble.textContent = state.dataset.lost;
  } finally {
    if (sentOn === mine) sentOn = null;
  }
}

function adopt(snapshot) {
  const newer = !now || snapshot.version > now.version;
  if (newer) show(snapshot, true);
  loadCounts();
}

/* A move was made; where the stream has not brought its screen, it is asked for. */
async function arrive(version) {
  if (now.version >= version) return;
  await connection.ask(0); // where this fails, the line says that the connection is lost
  loadCounts();
}

async function loadCounts() {
  const answer = await fetch(`/api/live/${code}/results`, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) showCounts(await answer.json());
}

function showCounts(found) {
  counts = found;
  showDisk(found.trouble);
  document.querySelector("[data-joined]").textContent = `(${found.joined})`;
  const answered = place.querySelector("[data-answered]");
  const asked = ["open", "closed", "discuss", "revealed"].includes(now?.phase);
  const running = asked && found.round === now.round; // else these are of another question
  if (answered) {
    answered.textContent = running
      ? answered.dataset.words.replace("{answered}", found.answered).replace("{joined}", found.joined)
      : "";
  }
  for (const cell of place.querySelectorAll("[data-count]")) {
    const number = found.summary?.counts?.[cell.dataset.count];
    cell.textContent = running && number !== undefined ? number : "";
  }
  const hint = place.querySelector("[data-hint]");
  if (hint) {
    hint.hidden = !running || !found.hint || now.phase === "open";
    hint.textContent = hint.getAttribute(`data-${found.hint}`) ?? "";
    if (running && found.hint && proposed === "discuss") follow(found.hint === "discuss" ? "discuss" : "reveal");
  }
  if (running) tally.show(now.round, found.tally ?? {}, found.joined - (found.by_hand ?? 0));
  if (running) showTexts(place, found.writing);
  showMore(place, running ? found : {});
  showPeople(found.people ?? [], now?.phase === "open");
  showQuestions(found.questions);
  showNote(found.note);
  showTeams(found.teams, call, loadCounts);
}

/* Where a second vote is proposed, the big button is what the hint says of it. */
function follow(wanted) {
  const main = place.querySelector("[data-primary]");
  const other = place.querySelector(`.secondary [data-move="${wanted}"]`);
  if (!other || main.dataset.move === wanted) return;
  [main.dataset.move, other.dataset.move] = [wanted, main.dataset.move];
  [main.textContent, other.textContent] = [other.textContent, main.textContent];
}

/* It stays until something can be written again; so does what the last move was told about it. */
function showDisk(kind) {
  const line = place.querySelector("[data-disk]");
  const words = (kind && line?.getAttribute(`data-${kind}`)) || "";
  if (line && line.textContent !== words) line.textContent = words;
  if (line) line.hidden = !words;
  if (disk && !kind) trouble.hidden = true;
  disk = kind;
}

function showPeople(people, open) {
  const list = document.querySelector("[data-people]");
  document.querySelector("[data-nobody]").hidden = people.length > 0;
  const buttons = people.map((one) => {
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.seat = one.seat;
    button.textContent = one.team ? `${one.nickname} · ${list.dataset.team}` : one.nickname;
    if (one.extra_seconds) button.textContent += ` (+${one.extra_seconds} s)`;
    if (open) {
      button.className = one.answered ? "has-answered" : "is-waiting";
      button.title = one.answered ? list.dataset.done : list.dataset.waiting;
      const words = document.createElement("span");
      words.className = "visually-hidden";
      words.textContent = `, ${button.title}`;
      button.append(words);
    }
    line.append(button);
    return line;
  });
  const focused = document.activeElement?.dataset?.seat;
  list.replaceChildren(...buttons);
  if (focused) list.querySelector(`[data-seat="${focused}"]`)?.focus();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const steps = button.dataset.move && button.dataset.move !== "extend";
  if (steps && event.detail > 1) return; // a double click is one step
  if (button.dataset.decide) {
    if (event.detail > 1) return; // the text below has moved up
    if (await decide(button, now.round, call)) loadCounts();
    return;
  }
  const { move: name, ask, seconds, turnTo, order, stop, seat } = button.dataset;
  if (name && !seat) {
    if (ask && !(await askFirst(ask))) return;
    move(name, { ...(seconds && { seconds: Number(seconds) }), ...(turnTo && { page: Number(turnTo) }) });
  } else if (order) reorder(order, Number(stop));
  else if (seat) openSeat(seat, button.firstChild.textContent, { move, call });
});

/* Numbers are given in the order of the plan: before the first that comes later in it. */
function placeOf(stops, stop) {
  const later = stops.findIndex((one) => one > stop);
  return later < 0 ? stops.length : later;
}

/* One place up or down, out of the order, or in again where it was. */
function reorder(way, stop) {
  const stops = [...place.querySelectorAll('[data-order="up"]')].map((one) => Number(one.dataset.stop));
  const at = stops.indexOf(stop);
  if (way === "in") stops.splice(placeOf(stops, stop), 0, stop);
  else if (way === "out") stops.splice(at, 1);
  else {
    const to = at + (way === "up" ? -1 : 1);
    if (to < 0 || to >= stops.length) return;
    [stops[at], stops[to]] = [stops[to], stops[at]];
  }
  move("reorder", { order: stops });
}

/* True when the server keeps them. */
async function keepCounts(round, counts) {
  const answer = await call(`/rounds/${round}/tally`, "PUT", { counts }).catch(() => null);
  const said = await answer?.json();
  if (answer?.ok) keptAt = said.version;
  trouble.hidden = Boolean(answer?.ok);
  trouble.textContent = answer ? `${said.title ?? ""} ${said.detail ?? ""}` : state.dataset.lost;
  return Boolean(answer?.ok);
}

startQuestions(call, loadCounts);
startNote(call);
startInvite(call);
startPair(call);

const KEYS = {
  " ": "primary", ArrowRight: "primary", ArrowLeft: "back", "+": "extend",
  PageDown: "primary", PageUp: "back", ".": "blank", // what clickers send
  b: "blank", B: "blank", p: "pause", P: "pause", u: "undo", U: "undo", "?": "keys",
};

document.addEventListener("keydown", (event) => {
  const held = event.repeat && event.key === "Enter" && event.target.closest("[data-move]");
  if (held) return event.preventDefault(); // a key held down is one step
  const name = KEYS[event.key];
  const typing = event.target.closest("input, textarea, select, dialog, summary");
  const onButton = event.key === " " && event.target.closest("button, a:not([data-present])");
  if (document.querySelector("dialog[open]")) return;
  if (!name || typing || onButton || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  event.preventDefault();
  const offered = (which) => place.querySelector(`[data-move="${which}"]`);
  if (name === "primary") place.querySelector("[data-primary]")?.click();
  else if (name === "keys") document.querySelector(".keys").open = true;
  else if (name === "blank") (offered("blank") ?? offered("unblank"))?.click();
  else if (name === "pause") (offered("pause") ?? document.querySelector('[data-move="resume"]'))?.click();
  else offered(name)?.click();
});
