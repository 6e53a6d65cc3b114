/* Lists with [data-ordering]: the buttons [data-move] move their line, keep the focus, and the
   new place is said politely. Works for lists that are added to the page later. */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-ordering] [data-move]");
  if (button) move(button);
});

function move(button) {
  const line = button.closest("li");
  const list = line.parentElement;
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

/* Ends of the lists that are there now, and of those that come. */
function markAll() {
  for (const list of document.querySelectorAll("[data-ordering]:not([data-ready])")) {
    list.dataset.ready = "";
    mark(list);
  }
}
new MutationObserver(markAll).observe(document.body, { childList: true, subtree: true });
markAll();
