/* A list that is put in order: the buttons [data-move] move their line, keep the focus, and the new
   place is said politely. */
export function start(list) {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) move(list, button);
  });
  list.closest("form")?.addEventListener("filled", () => mark(list)); // by answers.js
  mark(list);
}

function move(list, button) {
  const line = button.closest("li");
  const up = button.dataset.move === "up";
  const other = up ? line.previousElementSibling : line.nextElementSibling;
  if (other) {
    if (up) other.before(line);
    else other.after(line);
    for (const one of list.children) one.classList.toggle("moved", one === line);
    mark(list);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }
  button.focus();
  say(list, line);
}

/* The first line goes no further up, the last no further down. */
function mark(list) {
  for (const line of list.children) {
    for (const button of line.querySelectorAll("[data-move]")) {
      const neighbour = button.dataset.move === "up" ? "previousElementSibling" : "nextElementSibling";
      button.setAttribute("aria-disabled", String(!line[neighbour]));
    }
  }
}

function say(list, line) {
  const place = [...list.children].indexOf(line) + 1;
  const said = list.parentElement.querySelector("[data-ordering-said]");
  const words = list.dataset.said.replace("{text}", () => line.dataset.text);
  if (said) said.textContent = words.replace("{place}", String(place));
}
