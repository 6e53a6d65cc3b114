/* Says how many characters are left in a field with [data-counted]. Works for fields that come later. */
document.addEventListener("input", (event) => {
  const field = event.target.closest?.("[data-counted]");
  const place = field?.closest(".field").querySelector("[data-characters]");
  if (place) place.textContent = place.dataset.words.replace("{n}", field.maxLength - field.value.length);
});
