/* Invites a second facilitator: makes the link, shows it once, withdraws it. */
const box = document.querySelector("[data-invite]");

export function startInvite(call) {
  if (!box) return; // the second facilitator invites nobody
  const part = (name) => box.querySelector(`[data-invite-${name}]`);
  const url = box.querySelector("#invite-url");
  const say = (text) => {
    part("state").hidden = !text;
    part("state").textContent = text;
  };
  const ask = async (method) => {
    const answer = await call("/helper", method).catch(() => null);
    if (answer?.ok) return answer;
    const said = await answer?.json();
    say(said ? `${said.title} ${said.detail}` : box.dataset.trouble);
    return null;
  };
  part("make").addEventListener("click", async () => {
    const made = await (await ask("POST"))?.json();
    if (!made) return;
    say("");
    url.value = made.url;
    part("qr").hidden = !made.qr;
    if (made.qr) part("qr").src = made.qr;
    part("link").hidden = part("withdraw").hidden = false;
    url.select();
  });
  part("withdraw").addEventListener("click", async () => {
    if (!(await ask("DELETE"))) return;
    part("link").hidden = part("withdraw").hidden = true;
    url.value = "";
    say(part("state").dataset.withdrawn);
    part("make").focus();
  });
  part("copy").addEventListener("click", async (event) => {
    url.select();
    const copied = await navigator.clipboard?.writeText(url.value).then(() => true, () => false);
    if (copied ?? document.execCommand("copy")) event.target.textContent = event.target.dataset.copied;
  });
}
