/* Who takes part, each with a button for what one may do with their seat. */
const list = document.querySelector("[data-people]");

/* `open`: answers are open, so that it is told who has given one. */
export function showPeople({ people = [], joined }, open) {
  document.querySelector("[data-joined]").textContent = `(${joined})`;
  document.querySelector(".console-people [data-nobody]").hidden = people.length > 0;
  const focused = document.activeElement?.dataset?.seat;
  list.replaceChildren(...people.map((one) => line(one, open)));
  if (focused) list.querySelector(`[data-seat="${focused}"]`)?.focus();
}

function line(one, open) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.seat = one.seat;
  button.textContent = one.team ? `${one.nickname} · ${list.dataset.team}` : one.nickname;
  if (one.extra_seconds) button.textContent += ` (+${one.extra_seconds} s)`;
  if (open) {
    button.className = one.answered ? "has-answered" : "is-waiting";
    button.title = one.answered ? list.dataset.done : list.dataset.waiting;
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent = `, ${button.title}`;
    button.append(words);
  }
  item.append(button);
  return item;
}
