/* Takes a seat: one field at most, one button. */
for (const form of document.querySelectorAll("[data-join]")) {
  const { code, language, trouble } = form.dataset;
  const error = form.querySelector("[data-error]");
  const field = form.querySelector("[name]");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    error.hidden = true;
    try {
      const answer = await fetch(`/api/live/${code}/seats`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ language, [field.name]: field.value }),
      });
      if (answer.ok) return location.reload();
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
