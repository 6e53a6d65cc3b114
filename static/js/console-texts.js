/* The facilitator’s lists of what participants wrote: waiting, shown, hidden. What is approved is the
   very text on the button’s line, so a text that changes meanwhile waits again. */
const LISTS = ["waiting", "shown", "hidden"];
const AT_ONCE = 20; // what fits into one call, however long the texts

export function showTexts(place, found) {
  const box = place.querySelector("[data-writing]");
  if (!box || !found) return;
  for (const name of LISTS) {
    const texts = found[name];
    const list = box.querySelector(`[data-list="${name}"]`);
    const number = name === "waiting" ? found.waiting_count : texts.length;
    box.querySelector(`[data-many="${name}"]`).textContent = `(${number})`;
    box.querySelector(`[data-none="${name}"]`).hidden = texts.length > 0;
    const drawn = JSON.stringify(texts);
    if (list.dataset.drawn === drawn) continue; // what did not change keeps the focus
    list.dataset.drawn = drawn;
    const focused = list.contains(document.activeElement);
    list.replaceChildren(...texts.map((one) => line(box, name, one)));
    if (focused) (list.querySelector("button") ?? box.querySelector("button"))?.focus({ preventScroll: true });
  }
  box.querySelector("[data-all]").hidden = found.waiting.length < 2;
}

/* Kinds of pages that were opened, and what peers ticked. */
export function showMore(place, { summary, peers }) {
  for (const cell of place.querySelectorAll("[data-page]")) cell.textContent = summary?.pages?.[cell.dataset.page] ?? "";
  for (const cell of place.querySelectorAll("[data-ticked]")) cell.textContent = peers?.counts[cell.dataset.ticked] ?? "";
  const readers = place.querySelector("[data-readers]");
  if (readers) readers.textContent = readers.dataset.words.replace("{n}", peers?.readers ?? 0);
}

function line(box, name, { text, count }) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  words.dir = "auto";
  words.textContent = text;
  item.append(words);
  if (count > 1) {
    const number = document.createElement("b");
    number.textContent = `× ${count}`;
    item.append(number);
  }
  const ways = { waiting: ["show", "hide"], shown: "wordsOnly" in box.dataset ? ["hide"] : ["first", "hide"], hidden: ["show"] };
  for (const way of ways[name]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `button ${way === "show" ? "second" : "quiet"}`;
    button.dataset.decide = way;
    button.dataset.text = text;
    button.textContent = box.dataset[way];
    button.setAttribute("aria-label", box.dataset[`${way}Label`].replace("{text}", () => text));
    item.append(button);
  }
  return item;
}

/* Sends a decision; true when the server keeps it. */
export async function decide(button, round, call) {
  const box = button.closest("[data-writing]");
  const trouble = box.querySelector("[data-writing-trouble]");
  const waiting = [...box.querySelectorAll('[data-list="waiting"] [data-decide="show"]')];
  const texts = button.dataset.decide === "all" ? waiting.map((one) => one.dataset.text) : [button.dataset.text];
  trouble.hidden = true;
  for (let at = 0; at < texts.length; at += AT_ONCE) {
    const body = { texts: texts.slice(at, at + AT_ONCE), shown: button.dataset.decide !== "hide" };
    const answer = await call(`/rounds/${round}/texts`, "PUT", body).catch(() => null);
    if (answer?.ok) continue;
    const said = await answer?.json();
    trouble.hidden = false;
    trouble.textContent = said ? `${said.title} ${said.detail}` : document.querySelector("[data-state]").dataset.lost;
    return false;
  }
  return true;
}
