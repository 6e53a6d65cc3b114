/* Zones on a mock post: labels of the checkboxes in the list become toggle buttons, so that a zone
   is reached by keyboard where it stands. The list holds the state and is folded; the buttons show it,
   and a line says how many of those that are asked for were touched. */
export function start(place) {
  const form = place.closest("form") ?? document;
  const pairs = [...place.querySelectorAll("label.zone")].map((label) => {
    const box = document.getElementById(label.htmlFor);
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.dataset.zone = label.dataset.zone;
    button.append(...label.childNodes);
    label.replaceWith(button);
    button.addEventListener("click", () => {
      box.checked = !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return { box, button };
  });
  const list = form.querySelector("[data-zone-list]");
  if (!list.querySelector(":focus")) list.open = false;
  const line = form.querySelector("[data-ask]");
  if (line) form.querySelector(".send")?.prepend(line); // in sight while one touches
  const count = (sent) => {
    const n = pairs.filter(({ box }) => box.checked).length;
    const { ask, some, more } = line.dataset;
    line.textContent = (n > ask ? more : sent && n && n < ask ? line.dataset.sent : some).replace("{n}", n);
  };
  const show = (event) => {
    pairs.forEach(({ box, button }) => button.setAttribute("aria-pressed", String(box.checked)));
    if (line) count(event?.type === "filled"); // what is filled in was sent
  };
  for (const name of ["change", "filled"]) form.addEventListener(name, show); // filled: by answers.js
  if (line) form.addEventListener("submit", () => count(true));
  show();
}
