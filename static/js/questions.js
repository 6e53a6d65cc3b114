/* On the page of questions: says that a question is open in the session, for whoever forgot it. */
const place = document.querySelector("[data-open-now]");
const stream = globalThis.EventSource && new EventSource(`/api/live/${place.dataset.code}/stream`);
stream?.addEventListener("snapshot", (event) => {
  place.hidden = JSON.parse(event.data).phase !== "open";
});
