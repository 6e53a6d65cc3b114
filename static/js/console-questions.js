/* The facilitator’s lists of what the room asks: waiting, shown, parked, hidden. */
const box = document.querySelector("[data-asked]");
const LISTS = { waiting: ["show", "park", "hide"], shown: ["screen", "park", "hide"], parked: ["screen", "show", "hide"], hidden: ["show"] };
const BODIES = {
  show: { state: "shown" }, screen: { state: "shown", on_screen: true }, off: { state: "shown" },
  park: { state: "parked" }, hide: { state: "hidden" },
};

export function showQuestions(found) {
  if (!found) return;
  const number = found.waiting_count;
  box.querySelector('[data-asked-none="waiting"]').hidden = number > 0;
  for (const [name, ways] of Object.entries(LISTS)) drawList(name, ways, found[name]);
}

function drawList(name, ways, questions) {
  const part = box.querySelector(`[data-asked-part="${name}"]`);
  const list = box.querySelector(`[data-asked-list="${name}"]`);
  if (part) {
    part.hidden = !questions.length;
    part.querySelector("[data-asked-many]").textContent = `(${questions.length})`;
  }
  const drawn = JSON.stringify(questions);
  if (list.dataset.drawn === drawn) return; // what did not change keeps the focus
  list.dataset.drawn = drawn;
  const focused = list.contains(document.activeElement) && document.activeElement.dataset.number;
  list.replaceChildren(...questions.map((one) => line(one, ways)));
  if (focused) (list.querySelector(`[data-number="${focused}"]`) ?? box).focus({ preventScroll: true });
}

function line({ number, text, voices, on_screen: onScreen }, ways) {
  const item = document.createElement("li");
  const words = document.createElement("p");
  words.dir = "auto";
  words.textContent = text;
  item.append(words);
  const more = [voices && box.dataset.voices.replace("{n}", voices + 1), onScreen && box.dataset.onScreen].filter(Boolean);
  if (more.length) {
    const small = document.createElement("small");
    small.textContent = more.join(" · ");
    item.append(small);
  }
  item.classList.toggle("is-on-screen", onScreen);
  const buttons = document.createElement("div");
  for (const way of ways.map((one) => (one === "screen" && onScreen ? "off" : one))) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `button ${way === ways[0] || way === "off" ? "second" : "quiet"}`;
    button.dataset.asked = way;
    button.dataset.number = number;
    button.textContent = box.dataset[way];
    button.setAttribute("aria-label", box.dataset[`${way}Label`].replace("{text}", () => text));
    buttons.append(button);
  }
  item.append(buttons);
  return item;
}

/* `call` sends to the live session; `again` asks for the counts, in which the lists come. */
export function startQuestions(call, again) {
  const trouble = box.querySelector("[data-asked-trouble]");
  box.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-number]");
    if (!button || event.detail > 1) return; // the question below has moved up
    const answer = await call(`/questions/${button.dataset.number}`, "PUT", BODIES[button.dataset.asked]).catch(() => null);
    trouble.hidden = answer?.ok ?? false;
    const said = answer?.ok ? null : await answer?.json();
    if (!answer?.ok) trouble.textContent = said ? `${said.title} ${said.detail}` : document.querySelector("[data-state]").dataset.lost;
    again();
  });
}
