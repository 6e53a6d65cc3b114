/* The editor of a plan: minutes add up while one types. The server adds them up again when they are
   saved; drafts.js guards what was typed. */
const form = document.querySelector("[data-plan-editor]");

const number = (field) => (/^\d{1,3}$/.test(field?.value.trim() ?? "") ? Number(field.value) : 0);

function say(total) {
  const part = total.dataset.total;
  const steps = form.querySelectorAll(`[data-minutes-of="${part}"]`);
  const sum = [...steps].reduce((before, field) => before + number(field), 0);
  const wanted = number(form.querySelector(`[data-wanted-of="${part}"]`));
  const { over, under, fits } = form.dataset;
  const words = sum > wanted ? over : sum < wanted ? under : fits;
  total.querySelector("[data-sum]").textContent = sum;
  total.querySelector("[data-says]").textContent = words.replace("{n}", Math.abs(sum - wanted)).replace("{wanted}", wanted);
}

form.addEventListener("input", () => form.querySelectorAll("[data-total]").forEach(say));
