/* The one button follows the results: it is what the advice says of them, and where texts wait, it leads to
   them. What it would have been stands beside the advice. */
import { place } from "./console-wire.js";

let round = null;
let seen = 0; // texts that waited when they were looked at

/* `advice`: the move that follows from the figures. `waiting`: how many texts nobody has read. */
export function follow(snapshot, advice, waiting) {
  if (round !== snapshot.round) seen = 0;
  round = snapshot.round;
  seen = Math.min(seen, waiting);
  const main = place.querySelector("[data-primary]");
  const reads = ["closed", "revealed"].includes(snapshot.phase) && waiting > seen;
  const key = `${advice} ${reads && waiting}`;
  if (!main || main.dataset.shown === key) return;
  main.dataset.shown = key;
  giveBack(main);
  if (advice) swap(main, advice);
  if (reads) read(main, waiting);
}

/* The advised move and the proposed one change places. */
function swap(main, wanted) {
  const other = place.querySelector(`.secondary [data-move="${wanted}"]`);
  if (!other || !main.dataset.move || main.dataset.move === wanted) return;
  [main.dataset.move, other.dataset.move] = [wanted, main.dataset.move];
  const label = main.querySelector("span") ?? main;
  [label.textContent, other.textContent] = [other.textContent, label.textContent];
}

function read(main, waiting) {
  const words = place.querySelector("[data-writing]")?.dataset;
  if (!words || !main.dataset.move) return;
  const meanwhile = document.createElement("button");
  meanwhile.className = "button second";
  meanwhile.dataset.meanwhile = "";
  meanwhile.dataset.move = main.dataset.move;
  meanwhile.textContent = main.querySelector("span").textContent;
  place.querySelector(".secondary").prepend(meanwhile);
  delete main.dataset.move;
  main.dataset.reads = waiting;
  main.querySelector("span").textContent = (waiting > 1 ? words.readMany : words.readOne).replace("{n}", waiting);
}

function giveBack(main) {
  const meanwhile = place.querySelector("[data-meanwhile]");
  if (!meanwhile) return;
  main.dataset.move = meanwhile.dataset.move;
  main.querySelector("span").textContent = meanwhile.textContent;
  delete main.dataset.reads;
  if (meanwhile === document.activeElement) main.focus();
  meanwhile.remove();
}

/* Leads to the texts; a second press goes on with the session. True when it did. */
export function readTexts(main) {
  if (!main.dataset.reads) return false;
  seen = Number(main.dataset.reads);
  const texts = place.querySelector("[data-writing]");
  (texts.querySelector("[data-decide]") ?? texts).focus();
  texts.scrollIntoView({ block: "start" });
  giveBack(main);
  return true;
}
