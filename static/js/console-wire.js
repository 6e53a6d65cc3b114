/* Where the console stands on its page, and how it speaks to the live session and to whoever leads. */
export const place = document.querySelector("[data-console]");
export const { code, language } = place.dataset;
export const lost = document.querySelector("[data-state]");
const trouble = document.querySelector("p[data-trouble]");
const said = document.querySelector("[data-said]");
const token = document.querySelector('meta[name="csrf-token"]').content;

export async function call(path, method, body) {
  return fetch(`/api/live/${code}${path}`, {
    method,
    headers: {
      "Content-Type": "application/json", "X-CSRFToken": token, "Accept-Language": language,
      Prefer: "return=minimal", // a move's screen comes by the stream
    },
    body: JSON.stringify(body),
  });
}

/* What went wrong, in the server’s words; null: nothing any more. */
export function complain(words) {
  trouble.hidden = words === null;
  if (words !== null) trouble.textContent = words;
}

/* Said politely to whoever listens; everything that changes by itself goes through here. */
export function say(words) {
  if (said.textContent !== words) said.textContent = words;
}
