/* Keeps [data-refresh] true: every few seconds the page is asked for again, and that part of it
   takes the place of the old one where it has changed. Without script one reloads the page. */
const EVERY = 4000;

async function refresh() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The network is away: what stands there stays, and is asked for again.
    }
  }
  setTimeout(refresh, EVERY);
}

function show(page) {
  const old = document.querySelector("[data-refresh]");
  const fresh = page.querySelector("[data-refresh]");
  if (old && fresh && !old.isEqualNode(fresh)) old.replaceChildren(...fresh.childNodes);
}

setTimeout(refresh, EVERY);
