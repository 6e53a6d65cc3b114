/* Takes a seat: one field at most, one button. */
const PATIENCE = 8000;

for (const form of document.querySelectorAll("[data-join]")) {
  const { code, language, trouble } = form.dataset;
  const error = form.querySelector("[data-error]");
  const field = form.querySelector("[name]");
  const button = form.querySelector("[type=submit]");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.hidden = true;
    const abort = new AbortController();
    const giveUp = setTimeout(() => abort.abort(), PATIENCE);
    try {
      const answer = await fetch(`/api/live/${code}/seats`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": intent(code) },
        body: JSON.stringify({ language, [field.name]: field.value }),
        signal: abort.signal,
      });
      const said = await answer.json();
      if (answer.ok) {
        keep(code, "");
        return location.reload();
      }
      fail(`${said.title} ${said.detail}`);
    } catch {
      fail(trouble);
    } finally {
      clearTimeout(giveUp);
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

/* The same key with each try, also after a reload: where a reply was lost on its way, the next try
   gets the seat that was taken then, and not one more. */
function intent(code) {
  const kept = keep(code);
  if (kept) return kept;
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // works without HTTPS too
  return keep(code, Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join(""));
}

let inMemory = "";

function keep(code, key) {
  const name = `recoupe-join-${code}`;
  try {
    if (key !== undefined) sessionStorage.setItem(name, key);
    return sessionStorage.getItem(name);
  } catch {
    if (key !== undefined) inMemory = key; // private mode
    return inMemory;
  }
}
