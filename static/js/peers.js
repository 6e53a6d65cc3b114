/* A text of somebody else to read: asked for, shown as text, ticked, sent. */
const SPREAD = 2000;

export function start(box) {
  const { code, round } = box.closest("[data-room]").dataset;
  if (!round) return;
  const address = `/api/live/${code}/rounds/${round}/peer`;
  const form = box.querySelector("[data-peer-form]");
  const said = box.querySelector("[data-peer-said]");
  box.querySelector("[data-peer-again]").addEventListener("click", () => load(box, address));
  form.addEventListener("change", () => (said.textContent = ""));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const ticked = [...form.querySelectorAll("[name=ticked]:checked")].map((one) => one.value);
    const body = JSON.stringify({ text: box.dataset.text, ticked });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(address, { method: "PUT", headers, body }).catch(() => null);
    said.dataset.outcome = answer?.ok ? "kept" : "unsent";
    said.textContent = said.dataset[answer?.ok ? "kept" : "unsent"];
    if (answer?.status === 409) load(box, address); // the text was hidden meanwhile
  });
  setTimeout(() => box.isConnected && load(box, address), Math.random() * SPREAD);
}

async function load(box, address) {
  const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const { text, ticked, own } = await answer.json();
  const form = box.querySelector("[data-peer-form]");
  form.hidden = text === null;
  box.querySelector("[data-peer-none]").hidden = text !== null;
  if (text !== null && text !== box.dataset.text) {
    box.dataset.text = text;
    form.querySelector("[data-peer-text]").textContent = text;
    for (const one of form.querySelectorAll("[name=ticked]")) one.checked = ticked.includes(one.value);
  }
  const mine = box.querySelector("[data-peer-own]");
  mine.hidden = !own.readers;
  const names = [...form.querySelectorAll("[name=ticked]")]
    .filter((one) => own.counts[one.value])
    .map((one) => `${one.nextElementSibling.textContent} (${own.counts[one.value]})`);
  mine.textContent = mine.dataset.words.replace("{n}", own.readers).replace("{ticks}", () => names.join(", ") || "–");
}
