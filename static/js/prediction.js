/* Alone, one predicts before the feed can be ranked. The prediction stays in this tab. */

export function predictFirst(place, run) {
  const box = place.querySelector("[data-predict]");
  const line = place.querySelector("[data-predicted-line]");
  const key = `recoupe-predicted-${location.pathname}-${run.dataset.item}`;
  const tell = (text) => {
    if (!line || !text) return;
    line.textContent = line.dataset.words.replace("{said}", () => text);
    line.hidden = false;
  };
  if (!box) {
    tell(recall(key));
    return forget(key); // told once, beside the result
  }
  const later = [...place.querySelectorAll("[data-after-prediction]")];
  const send = place.closest("form")?.querySelector(".actions button, .send button");
  if (send) later.push(send);
  const button = box.querySelector("button");
  const said = recall(key);
  const go = (text) => {
    box.hidden = true;
    for (const part of later) part.hidden = false;
    tell(text);
  };
  if (said) return go(said);
  box.hidden = false;
  for (const part of later) part.hidden = true;
  box.addEventListener("change", (event) => {
    event.stopPropagation();
    button.disabled = false;
  });
  button.addEventListener("click", () => {
    const chosen = box.querySelector("input:checked");
    const text = chosen.closest("label").querySelector("[data-text]").textContent;
    remember(key, text);
    go(text);
    run.querySelector("[data-heading]").focus();
  });
}

function recall(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function forget(key) {
  try {
    sessionStorage.removeItem(key);
  } catch {
    /* there was nothing to forget */
  }
}

function remember(key, text) {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    /* private mode: the prediction is on the page for as long as the page is */
  }
}
