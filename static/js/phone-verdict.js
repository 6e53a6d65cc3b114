/* Beside a result: what this phone answered, and what it was worth. `none`: what is said where it answered nothing. */
export function verdict(room, item, kept, none) {
  const place = room.querySelector("[data-own-line]");
  if (!place) return;
  place.hidden = !kept && !none; // not known yet what this phone answered
  if (!kept) return void (place.textContent = none || "");
  if (!kept.said) return;
  const grid = item?.shape === "grid"; // its rows say what was answered
  place.hidden = grid && typeof kept.mark !== "number";
  place.textContent = room.dataset.own.replace("{said}", () => (grid ? "" : kept.said));
  if (typeof kept.mark === "number") {
    const tag = document.createElement("span");
    tag.className = `tag${kept.mark === 1 ? " tag-key" : ""}`;
    tag.textContent = kept.mark === 1 ? room.dataset.right : kept.mark >= 0.5 ? room.dataset.partly : room.dataset.wrong;
    place.append(" ", tag);
  }
  const order = item?.shape === "order"; // all of its lines were chosen
  const part = room.querySelector("[data-chosen-in]")?.dataset.chosenIn; // which part of a form names options
  for (const id of order ? [] : [].concat(part ? kept.value[part] : kept.value)) {
    const option = room.querySelector(`.result[data-option="${CSS.escape(String(id))}"]`);
    option?.classList.add("is-chosen");
    option?.querySelector("details")?.setAttribute("open", "");
  }
  if (grid) showCells(room, kept.value);
}

/* What this phone answered, in each row of a grid. */
function showCells(room, cells) {
  for (const [row, said] of Object.entries(cells)) {
    const cell = CSS.escape(said.split(":")[0]);
    const own = room.querySelector(`[data-row="${CSS.escape(row)}"] [data-cell="${cell}"]`);
    own?.classList.add("is-chosen");
  }
}
