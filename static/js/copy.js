/* A field with a button that copies it; without the script the field can be copied by hand. */
export function start(place) {
  const field = place.querySelector("input");
  const button = place.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    const copied = await navigator.clipboard?.writeText(field.value).then(() => true, () => false);
    if (copied ?? document.execCommand("copy")) button.textContent = button.dataset.copied;
  });
}
