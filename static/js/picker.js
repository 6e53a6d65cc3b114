/* Choosing questions: finds while one types and adds up what is ticked. Without it, buttons ask the
   server for the same; what is ticked stands in the address, so that going back loses nothing. */
const form = document.querySelector("[data-picker]");
const lines = [...document.querySelectorAll("[data-question]")];
const shelves = [...document.querySelectorAll("[data-shelf]")];
const nothing = document.querySelector("[data-nothing]");
const order = form.querySelector("[data-order]");
const more = form.querySelector(".finder-more");
const part = (name) => form.querySelector(`[data-${name}]`);
const field = (name) => form.elements[name];
const box = (line) => line.querySelector("[name=question][type=checkbox]");

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();

function fits({ dataset }, words) {
  const { pack, kind, theme, level } = dataset;
  const same = (name, found) => !field(name).value || found.split(" ").includes(field(name).value);
  const counted = !field("by_hand").checked || "byHand" in dataset;
  return same("pack", pack) && same("sort", kind) && same("theme", theme) && same("level", level)
    && counted && words.every((word) => dataset.words.includes(word));
}

const asks = () => field("by_hand").checked || ["pack", "sort", "theme", "level"].some((name) => field(name).value);

function find() {
  const words = plain(field("words").value).split(/\s+/).filter(Boolean);
  for (const line of lines) line.hidden = !fits(line, words);
  const asked = words.length || asks();
  for (const shelf of shelves) {
    shelf.hidden = !shelf.querySelector("[data-question]:not([hidden])");
    if (asked && !shelf.hidden) shelf.open = true;
  }
  const shown = lines.filter((line) => !line.hidden).length;
  nothing.hidden = shown > 0;
  if (part("shown")) part("shown").textContent = part("shown").dataset.words.replace("{n}", shown);
  keep();
}

/* The order in which they were ticked. */
function note(line, ticked) {
  if (!order) return;
  const names = order.value.split("|").filter((name) => name && name !== line.dataset.question);
  order.value = [...names, ...(ticked ? [line.dataset.question] : [])].join("|");
}

function add() {
  if (!part("standing")) return;
  const chosen = lines.filter((line) => box(line).checked);
  const seconds = chosen.reduce((sum, line) => sum + Number(line.dataset.seconds), 0);
  const minutes = chosen.length && Math.max(1, Math.round(seconds / 60));
  const { one, many, none } = part("count").dataset;
  part("count").textContent = chosen.length > 1 ? many.replace("{n}", chosen.length) : chosen.length ? one : none;
  part("minutes").textContent = minutes ? part("minutes").dataset.words.replace("{n}", minutes) : "";
  if (part("bar")) weigh(minutes);
  for (const sum of document.querySelectorAll("[data-ticked]")) {
    const n = sum.closest("[data-shelf]").querySelectorAll("[name=question]:checked").length;
    sum.hidden = !n;
    sum.textContent = sum.dataset.words.replace("{n}", n);
  }
  keep();
}

function weigh(minutes) {
  const lesson = Number(field("lesson").value) || 0;
  part("over").textContent = lesson && minutes > lesson ? part("over").dataset.words.replace("{n}", minutes - lesson) : "";
  part("bar").max = Math.max(lesson, 1);
  part("bar").value = Math.min(minutes, lesson);
}

/* In the address, and in the links that change the language. */
function keep() {
  if (!order) return;
  const said = new URLSearchParams(new FormData(form));
  for (const name of ["pack", "sort", "theme", "level", "words"]) if (!said.get(name)) said.delete(name);
  history.replaceState(null, "", `${location.pathname}?${said}`);
  for (const link of document.querySelectorAll(".langs a")) link.search = `?${said}&lang=${link.lang}`;
}

form.addEventListener("input", (event) => {
  const line = event.target.closest("[data-question]");
  if (line) note(line, event.target.checked);
  if (line || event.target.name === "lesson") add();
  else find();
});

form.addEventListener("click", (event) => {
  const way = event.target.closest("button")?.value;
  if (way === "find") event.preventDefault();
  if (way !== "all" && way !== "none") return;
  event.preventDefault();
  for (const line of lines) {
    if (line.hidden || box(line).checked === (way === "all")) continue;
    box(line).checked = way === "all";
    note(line, way === "all");
  }
  add();
});

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.name === "words") event.preventDefault(); // it is found already
});

form.querySelector("[data-find]").hidden = true;
if (matchMedia("(max-width: 44rem)").matches) more.open = [...more.querySelectorAll("select")].some((one) => one.value);
find();
add();
