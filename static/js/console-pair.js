/* Gives the room to a big screen on another computer, by the code that it shows. */
const box = document.querySelector("[data-pair]");

export function startPair(call) {
  if (!box) return;
  const said = box.querySelector("[data-pair-said]");
  box.querySelector("[data-pair-form]").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = event.target.elements.code;
    const answer = await call("/screens", "POST", { code: field.value }).catch(() => null);
    if (answer?.ok) {
      field.value = "";
      said.textContent = box.dataset.done;
    } else {
      const reply = await answer?.json().catch(() => null);
      said.textContent = reply ? `${reply.title} ${reply.detail}` : box.dataset.trouble;
    }
    field.focus();
  });
}
