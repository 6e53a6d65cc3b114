/* What the room sees of what was written: the approved texts that come with the counts, as text. */
const AT_LEAST = 3;
const SMALL = 3;

/* `fit` draws the screen as large as it can and says how small that is. Before words become small,
   the last texts make room and are counted; those that were not in the way come back. */
export function showApproved(screen, writing, peers, fit) {
  const list = screen.querySelector("[data-texts]");
  if (!list) return;
  const texts = writing?.texts ?? [];
  const drawn = JSON.stringify([writing, peers]);
  if (list.dataset.drawn === drawn) return;
  list.dataset.drawn = drawn;
  list.hidden = texts.length === 0;
  list.replaceChildren(...texts.map((one) => line(one, list.classList.contains("words"))));
  for (const place of screen.querySelectorAll("[data-ticks]")) {
    place.textContent = peers?.readers
      ? place.dataset.words.replace("{n}", peers.counts[place.dataset.ticks]).replace("{readers}", peers.readers)
      : "";
  }
  const cut = [];
  while (fit() >= SMALL && list.children.length > AT_LEAST) {
    cut.push(list.lastElementChild);
    list.lastElementChild.remove();
  }
  const size = fit();
  while (cut.length) {
    list.append(cut.at(-1));
    if (fit() > size) {
      list.lastElementChild.remove();
      break;
    }
    cut.pop();
  }
  const left = cut.length + (writing?.more ?? 0);
  const more = screen.querySelector("[data-texts-more]");
  more.hidden = !left;
  more.textContent = more.dataset.words.replace("{n}", left);
  fit();
}

function line({ text, count }, isWord) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  words.dir = "auto";
  words.textContent = text;
  item.append(words);
  if (isWord || count > 1) {
    const number = document.createElement("b");
    number.textContent = isWord ? count : `× ${count}`;
    item.append(" ", number);
  }
  return item;
}
