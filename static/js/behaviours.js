/* Loads the behaviour of a place on a page when it is there: [data-part="spot"] starts spot.js, and its
   stylesheet stays once it came. Works for places that come later; pages without them load nothing. */
async function begin(place, again = 0) {
  const behaviour = await import(`./${place.dataset.part}.js${again ? `?again=${again}` : ""}`).catch(() => null);
  if (!place.isConnected) return; // the next screen came meanwhile
  if (behaviour) behaviour.start(place);
  else if (again < 6) setTimeout(() => begin(place, again + 1), 500 * 2 ** again); // the network was away
}

const address = (sheet) => sheet.href.split("?")[0];

function keep(sheet) {
  const known = [...document.head.querySelectorAll("link")].some((one) => address(one) === address(sheet));
  sheet.onerror = () => sheet.remove(); // the next screen tries again
  if (known) sheet.remove();
  else document.head.append(sheet);
}

function look() {
  document.body.querySelectorAll("link").forEach(keep);
  for (const place of document.querySelectorAll("[data-part]:not([data-begun])")) {
    place.dataset.begun = "";
    begin(place);
  }
}
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
look();
