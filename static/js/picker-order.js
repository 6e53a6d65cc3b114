/* The chosen questions: earlier, later or out on the spot. Without it, the buttons ask the server. */
const list = document.querySelector("[data-chosen]");

function say() {
  const lines = [...list.children];
  lines.forEach((line, place) => {
    line.querySelector('[data-way="up"]').disabled = place === 0;
    line.querySelector('[data-way="down"]').disabled = place === lines.length - 1;
    line.querySelector('[data-way="out"]').disabled = lines.length === 1;
    for (const button of line.querySelectorAll("[data-way]")) button.value = `${button.dataset.way} ${place}`;
  });
  const names = new URLSearchParams(lines.map((line) => ["question", line.querySelector("[name=question]").value]));
  history.replaceState(null, "", `${location.pathname}?${names}`);
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-way]");
  const line = button?.closest("li");
  if (!line || button.dataset.way === "out") return; // what is left changes sums: the server says them
  event.preventDefault();
  const up = button.dataset.way === "up";
  if (up) line.previousElementSibling?.before(line);
  else line.nextElementSibling?.after(line);
  say();
  (button.disabled ? line.querySelector(`[data-way="${up ? "down" : "up"}"]`) : button).focus();
});
