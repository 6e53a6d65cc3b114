/* Takes a seat. */
import { patience } from "./connection.js";

for (const form of document.querySelectorAll("[data-join]")) {
  const { code, language, trouble } = form.dataset;
  const error = form.querySelector("[data-error]");
  const field = form.querySelector("[name]");
  const button = form.querySelector("[type=submit]");
  // The same key with each try, also after a reload: a reply that was lost takes no second seat.
  const slot = `recoupe-join-${code}`;
  const key = kept((store) => store[slot]) ?? [...crypto.getRandomValues(new Uint32Array(4))].join("-");
  kept((store) => (store[slot] = key));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.hidden = true;
    try {
      const answer = await fetch(`/api/live/${code}/seats`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": key },
        body: JSON.stringify({ language, [field.name]: field.value, team: !!form.elements.team?.value }),
        signal: patience(8000).signal,
      });
      if (answer.ok) {
        kept((store) => delete store[slot]);
        return location.reload();
      }
      const said = await answer.json();
      fail(`${said.title} ${said.detail}`);
    } catch {
      fail(trouble);
    }
    button.disabled = false;
  });

  function fail(text) {
    error.textContent = text;
    error.hidden = false;
  }

  const another = form.querySelector("[data-another]");
  if (!another) continue;
  another.hidden = false;
  another.addEventListener("click", async () => {
    const answer = await fetch(`/j/${code}/name`).catch(() => null);
    if (!answer?.ok) return;
    field.value = (await answer.json()).nickname;
    form.querySelector("[data-name]").textContent = field.value;
  });
}

function kept(use) {
  try {
    return use(sessionStorage);
  } catch {
    /* private mode */
  }
}
