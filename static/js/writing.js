/* Says how many characters are left in a field. */
export function start(field) {
  const place = field.closest(".field").querySelector("[data-characters]");
  field.addEventListener("input", () => {
    place.textContent = place.dataset.words.replace("{n}", field.maxLength - field.value.length);
  });
}
