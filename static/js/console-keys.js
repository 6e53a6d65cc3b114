/* Keys and clickers, where nobody is typing: each presses the button that is offered for it. */
import { place } from "./console-wire.js";

const KEYS = {
  " ": "primary", ArrowRight: "primary", ArrowLeft: "back", "+": "extend",
  PageDown: "primary", PageUp: "back", ".": "blank", // what clickers send
  b: "blank", B: "blank", p: "pause", P: "pause", u: "undo", U: "undo", "?": "keys",
};
const keys = document.querySelector("[data-keys-dialog]");

export function showKeys() {
  keys.showModal();
}
keys.querySelector("[data-close]").addEventListener("click", () => keys.close());

document.addEventListener("keydown", (event) => {
  const held = event.repeat && event.key === "Enter" && event.target.closest("[data-move]");
  if (held) return event.preventDefault(); // a key held down is one step
  const name = KEYS[event.key];
  const typing = event.target.closest("input, textarea, select, dialog, summary");
  const onButton = event.key === " " && event.target.closest("button, a:not([data-present])");
  if (document.querySelector("dialog[open]")) return;
  if (!name || typing || onButton || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  event.preventDefault();
  const offered = (which) => place.querySelector(`[data-move="${which}"]`);
  if (name === "primary") place.querySelector("[data-primary]")?.click();
  else if (name === "keys") showKeys();
  else if (name === "blank") (offered("blank") ?? offered("unblank"))?.click();
  else if (name === "pause") (offered("pause") ?? offered("resume"))?.click();
  else offered(name)?.click();
});
