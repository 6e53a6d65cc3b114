/* One’s own note on the step that is under way. It stands outside the screen that is redrawn; it is kept
   after a second without typing, when the field is left, and before each move. */
const IDLE = 1000;
const AGAIN = 4000;
const box = document.querySelector("[data-note]");
const field = box.querySelector("textarea");
const state = box.querySelector("[data-note-state]");
let call = null;
let stop = null; // whose note is in the field
let kept = "";
let newest = null; // what the last counts said
let timer = 0;
let saving = null;

const changed = () => stop !== null && field.value.trim() !== kept.trim();

export function startNote(given) {
  call = given;
  field.addEventListener("input", () => {
    state.textContent = "";
    later(IDLE);
  });
  field.addEventListener("blur", keepNote);
  document.addEventListener("visibilitychange", () => document.hidden && keepNote());
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(keepNote, delay);
}

/* What was typed for the step before is kept first. What is being typed is not overwritten. */
export function showNote(found) {
  if (!found) return;
  newest = found;
  if (changed() || saving) return;
  if (found.stop === stop && (field === document.activeElement || found.text === kept)) return;
  if (found.stop !== stop) state.textContent = "";
  stop = found.stop;
  field.value = kept = found.text;
  field.disabled = false;
  box.querySelector("[data-note-title]").textContent = stop ? box.dataset.step : box.dataset.whole;
}

/* Sends what was typed; waits for what is under way. */
export async function keepNote() {
  clearTimeout(timer);
  await saving;
  if (!changed()) return;
  saving = send(stop, field.value);
  await saving;
  saving = null;
  if (newest.stop !== stop) showNote(newest);
}

async function send(at, text) {
  const answer = await call(`/notes/${at}`, "PUT", { text }).catch(() => null);
  if (answer?.ok) kept = text;
  else later(AGAIN);
  state.textContent = answer?.ok ? box.dataset.saved : box.dataset.trouble;
}
