/* The panels beside what is now, as tabs; on a phone as sheets. Also the sheet of other moves, and the menu. */
import { say } from "./console-wire.js";

const WIDE = matchMedia("(min-width: 62rem)");
const box = document.querySelector("[data-panels]");
const body = box.querySelector("[data-panel-place]");
const tabs = [...box.querySelectorAll("[role=tab]")];
const menu = document.querySelector("[data-menu]");
const told = {};

/* Shows one panel; none with an empty name, which only a phone does. */
export function choose(name) {
  for (const tab of tabs) {
    const here = tab.dataset.panel === name;
    tab.setAttribute("aria-selected", here);
    tab.tabIndex = here || (!name && tab === tabs[0]) ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !here;
  }
  body.hidden = !name;
  body.scrollTop = 0;
}

const chosen = () => tabs.find((tab) => tab.getAttribute("aria-selected") === "true");

function close() {
  const tab = chosen();
  if (WIDE.matches || !tab) return;
  choose("");
  tab.focus();
}

/* A number on a tab; what is more than before is said once. */
export function setBadge(name, number) {
  const badge = box.querySelector(`[data-badge="${name}"]`);
  if (!badge) return;
  const shown = number ? String(number) : "";
  if (badge.textContent !== shown) badge.textContent = shown;
  if (number > (told[name] ?? 0)) say(box.dataset[`${name}${number > 1 ? "Many" : "One"}`].replace("{n}", number));
  told[name] = number;
}

function toggleMoves(open, byKey) {
  const button = document.querySelector("[data-more-moves]");
  const sheet = document.querySelector("[data-moves-sheet]");
  if (!button || button.getAttribute("aria-expanded") === String(open)) return;
  button.setAttribute("aria-expanded", open);
  sheet.classList.toggle("is-open", open);
  const first = WIDE.matches ? ".moves-rare button" : "button:not([disabled])";
  if (open && byKey) sheet.querySelector(first)?.focus();
}

box.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (event.target.closest("[data-close-panel]")) close();
  else if (tab) choose(tab === chosen() && !WIDE.matches ? "" : tab.dataset.panel);
});

box.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = tabs.indexOf(event.target);
  if (!step || at < 0) return;
  event.preventDefault(); // no step of the session
  const next = tabs[(at + step + tabs.length) % tabs.length];
  if (chosen()) choose(next.dataset.panel);
  next.focus();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-more-moves]");
  if (button) toggleMoves(button.getAttribute("aria-expanded") !== "true", event.detail === 0);
  else if (!event.target.closest("[data-moves-sheet]")) toggleMoves(false);
  if (menu.open && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const within = document.activeElement?.closest("[data-moves-sheet]");
  toggleMoves(false);
  if (within) document.querySelector("[data-more-moves]").focus();
  if (menu.open) menu.querySelector("summary").focus();
  menu.open = false;
  if (body.contains(document.activeElement)) close();
});

WIDE.addEventListener("change", () => choose(WIDE.matches ? (chosen()?.dataset.panel ?? "order") : ""));
choose(WIDE.matches ? "order" : "");
