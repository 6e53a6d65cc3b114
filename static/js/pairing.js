/* A big screen that waits: goes to its room once it was given one, and takes a new code when its own is old. */
const { pairing } = document.querySelector("[data-pairing]").dataset;
const OLD = 14 * 60 * 1000;
const begun = Date.now();

async function look() {
  const answer = await fetch(pairing, { cache: "no-store" }).catch(() => null);
  if (answer?.status === 200) return location.replace((await answer.json()).path);
  if (Date.now() - begun > OLD && answer) return location.reload();
  setTimeout(look, 2000);
}
look();
