/* What comes in beside the screen: how many answered, what that advises, who is there, what waits. */
import { showNote } from "./console-note.js";
import { setBadge } from "./console-panels.js";
import { showPeople } from "./console-people.js";
import { follow } from "./console-primary.js";
import { showQuestions } from "./console-questions.js";
import { showTeams } from "./console-teams.js";
import { showMore, showTexts } from "./console-texts.js";
import { call, complain, place } from "./console-wire.js";

const ASKED = ["open", "closed", "discuss", "revealed"];
let disk = null; // why nothing can be kept, as the last counts said

/* `now`: the snapshot on screen. `again` asks for the counts once more. */
export function showCounts(found, now, tally, again) {
  const running = ASKED.includes(now?.phase) && found.round === now.round; // else these are of another question
  showDisk(found.trouble);
  showAnswered(found, running);
  showAdvice(found, now, running);
  if (running) tally.show(now.round, found.tally ?? {}, found.joined - (found.by_hand ?? 0));
  if (running) showTexts(place, found.writing);
  showMore(place, running ? found : {});
  showPeople(found, now?.phase === "open");
  showQuestions(found.questions);
  showNote(found.note);
  showTeams(found.teams, call, again);
  setBadge("questions", found.questions?.waiting_count ?? 0);
  setBadge("people", found.teams?.waiting.length ?? 0);
}

function put(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}

function showAnswered({ answered, joined, summary, people }, running) {
  const line = place.querySelector("[data-answered]");
  const bar = place.querySelector("[data-answered-bar]");
  put(line, running ? line?.dataset.words.replace("{answered}", answered).replace("{joined}", joined) : "");
  if (bar) bar.value = running && joined ? answered / joined : 0;
  const lobby = place.querySelector("[data-joined-line]");
  put(lobby, joined ? lobby?.dataset.words.replace("{n}", joined) : lobby?.dataset.none);
  put(place.querySelector("[data-lobby-names]"), (people ?? []).map((one) => one.nickname).join(" · "));
  for (const cell of place.querySelectorAll("[data-count]")) {
    const number = summary?.counts?.[cell.dataset.count];
    put(cell, running && number !== undefined ? String(number) : "");
  }
}

/* The sentence and the button say the same. */
function showAdvice({ advice, writing }, now, running) {
  const line = place.querySelector("[data-advice]");
  const words = (running && advice && line?.getAttribute(`data-${advice.counsel}`)) || "";
  if (line) line.hidden = !words;
  put(line, words.replace("{n}", advice?.percent));
  if (running) follow(now, advice?.move ?? null, writing?.waiting_count ?? 0);
}

/* It stays until something can be written again; so does what the last move was told about it. */
function showDisk(kind) {
  const line = place.querySelector("[data-disk]");
  const words = (kind && line?.getAttribute(`data-${kind}`)) || "";
  put(line, words);
  if (line) line.hidden = !words;
  if (disk && !kind) complain(null);
  disk = kind;
}
