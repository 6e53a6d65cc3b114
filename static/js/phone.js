/* A participant's phone: shows the snapshot, sends responses, says what is kept. It holds no rule. */
import { Outbox, certainty, emptyRow, fill, read } from "./answers.js";
import { Connection } from "./connection.js";
import { Timer } from "./timer.js";

const room = document.querySelector("[data-room]");
const sentences = room.dataset;
const code = room.dataset.code;
const state = document.querySelector("[data-state]");
const said = document.querySelector("[data-said]");
const pausedNote = document.querySelector("[data-paused]");
const missed = document.querySelector("[data-missed]");
const late = new Set(); // rounds that this phone answered too late
let now = null;
let mine = { responses: [], extra_ms: 0 };
let touched = false; // the form on screen holds something newer than what is kept
let lateAt = -Infinity; // when that was last said
let asking = 0;
let awake = null;

const outbox = new Outbox(code, room.dataset.seat, (outcome, round, reply) => {
  if (outcome === "gone") return connection.gone();
  if (outcome === "kept" || outcome === "before") remember(round, reply);
  if (outcome === "before") return;
  if (outcome === "late") {
    late.add(round);
    lateAt = performance.now();
  }
  const dropped = outcome === "late" || outcome === "refused";
  if (round !== now?.round) return dropped && sayMissed(); // the question is not on screen any more
  line(outcome, reply);
  if (dropped) showKept(outcome);
});

const timer = new Timer(() => document.querySelector("[data-timer]"), {
  extra: () => mine.extra_ms,
  at: (seconds) => (seconds ? announce(said.dataset.ten) : timeUp()),
  again: () => timeIsBack(),
});

const connection = new Connection(code, "", {
  snapshot: (snapshot, newer) => show(snapshot, newer),
  state: (name) => connectionState(name),
});

function show(snapshot, newer) {
  const before = now;
  now = snapshot;
  timer.set(snapshot);
  pausedNote.hidden = !snapshot.paused;
  const same = before && before.phase === "open" && snapshot.phase === "open" && before.round === snapshot.round;
  if (newer && !same) draw(snapshot, before);
  if (!newer) return;
  if (!snapshot.paused) outbox.flush();
  askMine(before ? 2000 : 0);
}

function draw(snapshot, before) {
  const focused = room.contains(document.activeElement) && document.activeElement !== room;
  room.dataset.round = snapshot.round ?? ""; // for what is drawn in it
  room.innerHTML = snapshot.html; // a fragment rendered by our own server
  if (focused) room.focus({ preventScroll: true });
  touched = false;
  if (snapshot.phase === "open") late.delete(snapshot.round);
  if (before?.item_position !== snapshot.item_position) {
    missed.hidden = performance.now() - lateAt > 5000; // time to read it
  }
  room.prepend(missed);
  const form = room.querySelector("form[data-response]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form);
  });
  for (const name of ["input", "change"]) form?.addEventListener(name, () => edited(form));
  form?.addEventListener("change", () => "atOnce" in form.dataset && submit(form));
  if (before) {
    scrollTo({ top: 0 });
    const text = room.querySelector(".notice:not([data-missed]), h1")?.textContent ?? "";
    announce(missed.hidden ? text : `${missed.textContent} ${text}`);
  }
  showMine();
  if (timer.remaining() === 0) timeUp(); // a page that is loaded when only others have time left
  stayAwake();
}

/* What is being changed is not what is kept. */
function edited(form) {
  touched = true;
  const place = form.querySelector("[data-kept-line]");
  if (place && !("atOnce" in form.dataset)) place.textContent = "";
}

function submit(form) {
  const value = read(form, now.item?.decimals);
  if (value === undefined) {
    emptyRow(form)?.focus();
    return line("choose", null, form);
  }
  touched = false;
  missed.hidden = true;
  lateAt = -Infinity;
  outbox.send(now.round, value, certainty(form));
}

/* At any moment within `spread` milliseconds: not all phones at once. */
function askMine(spread) {
  clearTimeout(asking);
  asking = setTimeout(loadMine, Math.random() * spread);
}

async function loadMine() {
  try {
    const answer = await fetch(`/api/live/${code}/me`, { cache: "no-store" });
    if (answer.status === 401) return connection.gone(); // removed, or moved to another device
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    for (const one of mine.responses) keepNewer(found.responses, one);
    mine = found;
    document.querySelector(".phone-name").textContent = mine.nickname;
    showMine();
  } catch {
    if (state.dataset.name === "live") askMine(4000); // else the connection asks when it is back
  }
}

function remember(round, reply) {
  mine.responses = mine.responses.filter((one) => one.round !== round);
  mine.responses.push({ ...reply, item: round === now?.round ? now.item?.id : null });
}

/* An answer that was kept after the server wrote this list is not taken back by it. */
function keepNewer(list, one) {
  const at = list.findIndex((other) => other.round === one.round);
  if (at < 0) list.push(one);
  else if (Date.parse(one.kept_at) > Date.parse(list[at].kept_at)) list[at] = one;
}

/* What this phone answered to the item on screen; the last vote wins. */
function own() {
  const item = now?.item?.id;
  const all = mine.responses.filter((one) => one.item === item);
  return now?.phase === "revealed" ? all.at(-1) : all.find((one) => one.round === now?.round);
}

function showMine() {
  const kept = own();
  const form = room.querySelector("form[data-response]");
  if (form) {
    const waiting = outbox.waiting?.round === now.round ? outbox.waiting : null;
    if (!touched && (waiting ?? kept)) fill(form, waiting ?? kept);
    if (waiting) line("unsent");
    else if (late.has(now.round)) line("late");
    else if (kept) line("kept");
  }
  if (now?.phase === "revealed") showVerdict(kept);
}

/* The form shows what is kept again, after a change that was not taken. */
function showKept(outcome) {
  const kept = own();
  const form = room.querySelector("form[data-response]");
  touched = false;
  if (form && kept) fill(form, kept);
  else if (outcome === "late") form?.reset();
}

function sayMissed() {
  missed.hidden = false;
  announce(missed.textContent);
}

function showVerdict(kept) {
  const place = room.querySelector("[data-own-line]");
  if (!place) return;
  place.hidden = !kept && !("nickname" in mine); // not known yet what this phone answered
  if (!kept) return void (place.textContent = late.has(now.round) ? sentences.lateNone : sentences.none);
  if (!kept.said) return;
  const grid = now.item?.shape === "grid"; // its rows say what was answered
  place.hidden = grid && typeof kept.mark !== "number";
  place.textContent = sentences.own.replace("{said}", () => (grid ? "" : kept.said));
  if (typeof kept.mark === "number") {
    const tag = document.createElement("span");
    tag.className = `tag${kept.mark === 1 ? " tag-key" : ""}`;
    tag.textContent = kept.mark === 1 ? sentences.right : kept.mark >= 0.5 ? sentences.partly : sentences.wrong;
    place.append(" ", tag);
  }
  const order = now.item?.shape === "order"; // all of its lines were chosen
  const part = room.querySelector("[data-chosen-in]")?.dataset.chosenIn; // which part of a form names options
  for (const id of order ? [] : [].concat(part ? kept.value[part] : kept.value)) {
    const option = room.querySelector(`.result[data-option="${CSS.escape(String(id))}"]`);
    option?.classList.add("is-chosen");
    option?.querySelector("details")?.setAttribute("open", "");
  }
  if (grid) showCells(kept.value);
}

/* What this phone answered, in each row of a grid. */
function showCells(cells) {
  for (const [row, said] of Object.entries(cells)) {
    const cell = CSS.escape(said.split(":")[0]);
    const own = room.querySelector(`[data-row="${CSS.escape(row)}"] [data-cell="${cell}"]`);
    own?.classList.add("is-chosen");
  }
}

function line(outcome, reply, form = room.querySelector("form[data-response]")) {
  const place = form?.querySelector("[data-kept-line]");
  if (!place) return;
  if (outcome === "kept" && touched && form.querySelector("[type=submit]")) return; // changed since
  const change = "atOnce" in form.dataset && now.phase === "open";
  const texts = {
    kept: now.item?.moderated ? sentences.keptText : change ? sentences.keptChange : sentences.kept,
    sending: sentences.sending,
    unsent: sentences.unsent,
    late: own() ? sentences.lateKept : sentences.late,
    choose: { number: sentences.number, text: sentences.write, words: sentences.write, form: sentences.incomplete, grid: sentences.every }[form.dataset.response] ?? sentences.choose,
    refused: [reply?.title, reply?.detail].filter(Boolean).join(" "),
  };
  place.textContent = texts[outcome];
  place.dataset.outcome = outcome;
  if (state.dataset.name === "lost") connectionState("lost");
}

function connectionState(name) {
  const before = state.dataset.name;
  if (before === "gone") return;
  state.dataset.name = name;
  state.hidden = name === "live";
  if (name === "lost") {
    const kept = own() && now?.phase === "open" && !touched;
    state.textContent = outbox.waiting ? state.dataset.lostUnsent : kept ? state.dataset.lostKept : state.dataset.lost;
  } else if (name === "gone") {
    state.textContent = state.dataset.gone;
    room.querySelector("form[data-response] fieldset")?.setAttribute("disabled", "");
    setTimeout(() => location.replace(`${location.pathname}?gone`), 2000); // it says so again
  } else if (before !== "live") {
    state.textContent = "";
    outbox.flush();
    if (now) askMine(2000);
  }
}

function timeUp() {
  const field = room.querySelector("form[data-response] fieldset");
  if (now?.phase !== "open" || !field) return;
  if (field.disabled) return;
  field.disabled = true;
  field.dataset.timeUp = "";
  announce(sentences.timeUp);
}

/* More time came after the end, for everyone or for this seat. */
function timeIsBack() {
  const field = room.querySelector("form[data-response] fieldset[data-time-up]");
  if (!field) return;
  delete field.dataset.timeUp;
  field.disabled = now?.phase !== "open";
}

function announce(text) {
  said.textContent = text;
}

/* Where the browser allows it (HTTPS), the screen stays on while a question is open. */
async function stayAwake() {
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
    const body = JSON.stringify({ language: link.lang });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`/api/live/${code}/me`, { method: "PATCH", headers, body }).catch(() => null);
    if (answer?.ok) location.href = link.href; // offline, the page would be lost
  });
}
