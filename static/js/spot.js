/* Zones on a mock post: labels of the checkboxes in the list become toggle buttons, so that a zone
   is reached by keyboard where it stands. The list holds the state; the buttons show it. */
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
  const show = () => pairs.forEach(({ box, button }) => button.setAttribute("aria-pressed", String(box.checked)));
  for (const name of ["change", "filled"]) form.addEventListener(name, show); // filled: by answers.js
  show();
}
