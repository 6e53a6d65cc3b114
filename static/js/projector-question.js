/* A question from the room, in large type over the big screen, until it is hidden or a move is made. */
const box = document.querySelector("[data-room-question]");
const words = box.querySelector("[data-room-question-text]");
const voices = box.querySelector("[data-room-question-voices]");

export function showQuestion(question) {
  box.hidden = !question;
  words.textContent = question?.text ?? "";
  box.dataset.long = (question?.text.length ?? 0) > 90;
  voices.textContent = question?.voices ? voices.dataset.words.replace("{n}", question.voices + 1) : "";
}
