/* Loads the behaviour of a part of a page when it is there: [data-part="spot"] starts spot.js.
   Works for parts that come later; pages without them load nothing. */
const known = { spot: "./spot.js", simulator: "./simulator.js" };

async function begin(place, again = 0) {
  const part = await import(known[place.dataset.part] + (again ? `?again=${again}` : "")).catch(() => null);
  if (!place.isConnected) return; // the next screen came meanwhile
  if (part) part.start(place);
  else if (again < 6) setTimeout(() => begin(place, again + 1), 500 * 2 ** again); // the network was away
}

function look() {
  for (const place of document.querySelectorAll("[data-part]:not([data-ready])")) {
    place.dataset.ready = "";
    begin(place);
  }
}
new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
look();
