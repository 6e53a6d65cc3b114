/* The facilitator’s list of names that teams propose. What is decided is the very name on the line. */
export function showTeams(found, call, again) {
  const box = document.querySelector("[data-teams]");
  if (!box || !found) return;
  box.querySelector("[data-names]").hidden = found.waiting.length === 0;
  const list = box.querySelector("[data-names-list]");
  const drawn = JSON.stringify(found.waiting);
  if (list.dataset.drawn === drawn) return; // what did not change keeps the focus
  list.dataset.drawn = drawn;
  const focused = list.contains(document.activeElement);
  const trouble = box.querySelector("[data-names-trouble]");
  list.replaceChildren(...found.waiting.map((one) => line(list.dataset, one, decide)));
  if (focused) list.querySelector("button")?.focus({ preventScroll: true });

  async function decide({ seat, name }, approved) {
    const answer = await call("/names", "PUT", { seat, name, approved }).catch(() => null);
    const said = answer?.ok ? null : await answer?.json().catch(() => null);
    trouble.hidden = Boolean(answer?.ok);
    trouble.textContent = said ? `${said.title} ${said.detail}` : document.querySelector("[data-state]").dataset.lost;
    again();
  }
}

function line(words, one, decide) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.dir = "auto";
  name.textContent = one.name;
  const present = document.createElement("small");
  present.textContent = words.now.replace("{name}", () => one.nickname);
  item.append(name, present);
  for (const way of ["approve", "refuse"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `button ${way === "approve" ? "second" : "quiet"}`;
    button.textContent = words[way];
    button.setAttribute("aria-label", words[`${way}Label`].replace("{name}", () => one.name));
    button.addEventListener("click", (event) => event.detail < 2 && decide(one, way === "approve"));
    item.append(button);
  }
  return item;
}
