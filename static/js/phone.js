/* A participant's phone: shows the snapshot, sends responses, says what is kept. It holds no rule. */
import { Outbox, certainty, emptyRow, fill, read } from "./answers.js";
import { Connection } from "./connection.js";
import { Mine, announce, said, stayAwake } from "./phone-seat.js";
import { Timer } from "./timer.js";

const room = document.querySelector("[data-room]");
const sentences = room.dataset;
const code = room.dataset.code;
const state = document.querySelector("[data-state]");
const missed = document.querySelector("[data-missed]");
const late = new Set(); // rounds that this phone answered too late
let now = null;
let touched = false; // the form on screen holds something newer than what is kept
let lateAt = -Infinity; // when that was last said

const outbox = new Outbox(code, room.dataset.seat, (outcome, round, reply) => {
  if (outcome === "gone") return connection.gone();
  if (outcome === "kept" || outcome === "before") mine.remember(round, reply, now);
  if (outcome === "before") return;
  if (outcome === "late") lateAt = performance.now();
  if (outcome === "late") late.add(round);
  const dropped = outcome === "late" || outcome === "refused";
  if (round !== now?.round) return dropped && sayMissed(); // the question is not on screen any more
  line(outcome, reply);
  if (dropped) showKept(outcome);
});

const mine = new Mine(code, {
  gone: () => connection.gone(),
  isLive: () => state.dataset.name === "live",
  came() {
    document.querySelector(".phone-name").textContent = mine.nickname;
    showMine();
  },
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
  document.querySelector("[data-paused]").hidden = !snapshot.paused;
  const same = before && before.phase === "open" && snapshot.phase === "open" && before.round === snapshot.round;
  if (newer && !same) draw(snapshot, before);
  if (!newer) return;
  if (!snapshot.paused) outbox.flush();
  mine.ask(before ? 2000 : 0);
}

function draw(snapshot, before) {
  const focused = room.contains(document.activeElement) && document.activeElement !== room;
  room.dataset.round = snapshot.round ?? ""; // for what is drawn in it
  room.innerHTML = snapshot.html; // a fragment rendered by our own server
  if (focused) room.focus({ preventScroll: true });
  touched = false;
  if (snapshot.phase === "open") {
    late.delete(snapshot.round);
    setTimeout(() => verdict().catch(() => {}), Math.random() * 5000);
  }
  const isNext = before?.item_position !== snapshot.item_position;
  if (isNext) missed.hidden = performance.now() - lateAt > 5000; // time to read it
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

function showMine() {
  const kept = mine.own(now);
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

/* What a result needs comes while the first question is open, not all phones at once. */
const verdict = () => import("./phone-verdict.js");

async function showVerdict(kept) {
  const { round } = now;
  const none = "nickname" in mine && (late.has(round) ? sentences.lateNone : sentences.none);
  const told = await verdict().catch(() => null);
  if (told && now.phase === "revealed" && now.round === round) told.verdict(room, now.item, kept, none);
}

/* The form shows what is kept again, after a change that was not taken. */
function showKept(outcome) {
  const kept = mine.own(now);
  const form = room.querySelector("form[data-response]");
  touched = false;
  if (form && kept) fill(form, kept);
  else if (outcome === "late") form?.reset();
}

function sayMissed() {
  missed.hidden = false;
  announce(missed.textContent);
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
    late: mine.own(now) ? sentences.lateKept : sentences.late,
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
    const kept = mine.own(now) && now?.phase === "open" && !touched;
    state.textContent = outbox.waiting ? state.dataset.lostUnsent : kept ? state.dataset.lostKept : state.dataset.lost;
  } else if (name === "gone") {
    state.textContent = state.dataset.gone;
    room.querySelector("form[data-response] fieldset")?.setAttribute("disabled", "");
    setTimeout(() => location.replace(`${location.pathname}?gone`), 2000); // it says so again
  } else if (before !== "live") {
    state.textContent = "";
    outbox.flush();
    if (now) mine.ask(2000);
  }
}

function timeUp() {
  const field = room.querySelector("form[data-response] fieldset");
  if (now?.phase !== "open" || !field || field.disabled) return;
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
