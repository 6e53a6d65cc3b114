/* Questions that the console asks before something that hurts, and what one may do with a seat. */
const asking = document.querySelector("[data-ask-dialog]");
const seatDialog = document.querySelector("[data-seat-dialog]");
const handover = document.querySelector("[data-handover]");

for (const dialog of [asking, seatDialog]) {
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}

/* True when the person says yes. */
export function askFirst(text) {
  asking.querySelector("[data-ask-words]").textContent = text;
  asking.returnValue = "";
  asking.showModal();
  return new Promise((resolve) => {
    asking.querySelector("[data-yes]").onclick = () => asking.close("yes");
    asking.onclose = () => resolve(asking.returnValue === "yes");
  });
}

export function openSeat(seat, name, { move, call }) {
  seatDialog.querySelector("[data-seat-name]").textContent = name;
  handover.hidden = true;
  seatDialog.showModal();
  for (const button of seatDialog.querySelectorAll("[data-seat-move]")) {
    button.onclick = async () => {
      const wanted = button.dataset.seatMove;
      if (wanted === "handover") return showHandover(await call("/handovers", "POST", { seat }));
      seatDialog.close();
      if (button.dataset.ask && !(await askFirst(button.dataset.ask))) return;
      move(wanted, { seat });
    };
  }
}

async function showHandover(answer) {
  const said = await answer.json();
  handover.hidden = false;
  handover.textContent = answer.ok ? handover.dataset.words.replace("{code}", `${said.code.slice(0, 3)}\u202f${said.code.slice(3)}`) : said.title;
}
