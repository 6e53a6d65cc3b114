/* A team proposes a name of its own; it stands once the facilitator has approved it. */
const form = document.querySelector("[data-team-name]");
const stands = document.querySelector(".phone-name");
let proposed = null;

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { code, language, waits, trouble } = form.dataset;
  const line = form.querySelector("[data-said]");
  const headers = { "Content-Type": "application/json", "Accept-Language": language };
  const body = JSON.stringify({ name: form.elements.name.value });
  const answer = await fetch(`/api/live/${code}/me/name`, { method: "PUT", headers, body }).catch(() => null);
  const said = await answer?.json().catch(() => null);
  line.className = answer?.ok ? "kept" : "error";
  if (answer?.ok) proposed = said.name;
  if (answer?.ok) line.textContent = waits.replace("{name}", () => said.name);
  else line.textContent = said ? `${said.title} ${said.detail}` : trouble;
});

/* Once the name stands, it waits no more. */
if (form) {
  new MutationObserver(() => {
    if (stands.textContent === proposed) form.querySelector("[data-said]").textContent = "";
  }).observe(stands, { childList: true });
}
