/* The big screen: shows what the session says, and nothing else. */
import { Connection } from "./connection.js";
import { fit as fitScreen, keepFitting } from "./fit.js";
import { showQuestion } from "./projector-question.js";
import { showApproved } from "./texts.js";
import { Timer } from "./timer.js";

const screen = document.querySelector("[data-projector]");
const { code, language } = screen.dataset;
const state = document.querySelector("[data-state]");
const joined = document.querySelector("[data-joined]");
const blank = document.querySelector("[data-blank]");
let last = null;
let version = 0;
let round = null;

const timer = new Timer(() => screen.querySelector("[data-timer]"));

new Connection(code, `?as=projector&lang=${language}`, {
  snapshot(snapshot, newer) {
    document.body.dataset.phase = snapshot.phase;
    blank.hidden = !snapshot.blank;
    round = snapshot.round;
    version = snapshot.version;
    if (newer) {
      screen.innerHTML = snapshot.html; // a fragment rendered by our own server
      scrollTo({ top: 0 });
    }
    timer.set(snapshot);
    if (last) counts(last);
    if (newer) fit();
  },
  results: counts,
  polled: async () => {
    const answer = await fetch(`/api/live/${code}/results?as=projector`);
    if (answer.ok) counts(await answer.json());
  },
  state(name) {
    state.hidden = name === "live";
    state.textContent = name === "live" ? "" : state.dataset.lost;
    if (name === "gone") location.reload();
  },
});

const fit = () => fitScreen(screen);
keepFitting(screen);

function counts(found) {
  last = found;
  const one = found.joined === 1 || (found.joined === 0 && document.documentElement.lang === "fr");
  const said = (one ? joined.dataset.one : joined.dataset.many).replace("{n}", found.joined);
  const longer = joined.textContent.length !== said.length; // a strip of more lines leaves less room
  joined.textContent = found.joined ? said : "";
  const answered = screen.querySelector("[data-answered]");
  if (answered && found.round === round) {
    answered.textContent = answered.dataset.words
      .replace("{answered}", found.answered)
      .replace("{joined}", found.joined);
    answered.hidden = "byHand" in answered.dataset && !found.answered;
  }
  if (longer) fit();
  showQuestion(found.version >= version ? found.question : null);
  names(found.names ?? []);
  if (found.round === round) bars(found.summary);
  if (found.round === round) showApproved(screen, found.writing, found.peers, fit);
}

const SHOWN_NAMES = 32; // as many as fit beside the QR code at every size

function names(all) {
  const more = all.length - SHOWN_NAMES; // the newest, and how many are before them
  const list = more > 0 ? [`+ ${more}`, ...all.slice(more)] : all;
  const place = screen.querySelector("[data-names]");
  if (!place) return;
  const shown = [...place.children].map((one) => one.textContent);
  if (shown.join() === list.join()) return;
  place.replaceChildren(
    ...list.map((name) => {
      const line = document.createElement("li");
      line.textContent = name;
      return line;
    }),
  );
  fit();
}

/* Only where the facilitator asked for bars while answers come in. */
function bars(summary) {
  const place = screen.querySelector("[data-live-bars]");
  if (!place || !summary?.counts) return;
  for (const [id, count] of Object.entries(summary.counts)) {
    const option = screen.querySelector(`[data-option="${CSS.escape(id)}"]`);
    if (!option) continue;
    let number = option.querySelector(".live-count");
    if (!number) {
      number = document.createElement("b");
      number.className = "live-count";
      option.append(number);
    }
    number.textContent = count;
  }
}

document.querySelector("[data-theme]").addEventListener("click", () => {
  const dark = document.querySelector("link[data-dark]");
  dark.media = matchMedia(dark.media).matches ? "not all" : "all";
});

const full = document.querySelector("[data-full]");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
});
