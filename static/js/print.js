/* Buttons with [data-print] print the page; without script they stay hidden. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
