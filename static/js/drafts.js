/* Words that are typed and not saved yet: a bar says how many fields changed, leaving asks first, and
   they wait on this device until they are saved or thrown away. The form works the same without it.
   `data-draft`: the version of what is changed; `data-draft-firm`: its fields keep their names when
   somebody else saves; `data-unsaved`: the fields hold what the server did not keep. */
const form = document.querySelector("[data-draft]");
const line = form.querySelector("[data-changes]");
const back = document.querySelector("[data-draft-back]");
const name = `draft:${location.pathname}`;
const { draft: version, unsaved } = form.dataset;
const fields = [...form.elements].filter((one) => one.name && !["hidden", "submit", "button", "fieldset"].includes(one.type));
const isTick = (one) => one.type === "checkbox" || one.type === "radio";
const value = (one) => (isTick(one) ? String(one.checked) : one.value);
const first = (one) => {
  if (isTick(one)) return String(one.defaultChecked);
  return one.options ? ([...one.options].find((option) => option.defaultSelected) ?? one.options[0])?.value : one.defaultValue;
};
const changed = () => fields.filter((one) => unsaved !== undefined || value(one) !== first(one));
let leaving = false;

function put(one, text) {
  if (isTick(one)) one.checked = text === "true";
  else one.value = text;
}

function stored() {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null; // no storage, or something else in it
  }
}

function store(sent) {
  const all = changed();
  try {
    if (!all.length) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify({ version, sent, fields: all.map((one) => [one.name, value(one)]) }));
  } catch {
    /* then only the question before leaving guards them */
  }
}

function say() {
  const n = changed().length;
  const { none, one, many, all } = line.dataset;
  line.textContent = unsaved !== undefined ? all : n === 0 ? none : n === 1 ? one : many.replace("{n}", n);
}

function restore() {
  const kept = stored();
  if (!kept || unsaved !== undefined) return;
  const fits = kept.version === version || (!kept.sent && "draftFirm" in form.dataset);
  if (!fits) return store(false); // it was saved, or what it belonged to is another by now
  for (const [of, text] of kept.fields) {
    const one = fields.find((field) => field.name === of);
    if (one) put(one, text);
  }
  back.hidden = !changed().length;
  form.dispatchEvent(new Event("input"));
}

form.addEventListener("input", () => {
  store(false);
  say();
});
form.addEventListener("submit", () => {
  leaving = true;
  store(true);
});
addEventListener("pageshow", () => (leaving = false));
addEventListener("beforeunload", (event) => {
  if (!leaving && changed().length) event.preventDefault();
});
back.querySelector("[data-draft-drop]").addEventListener("click", () => {
  for (const one of fields) put(one, first(one));
  back.hidden = true;
  form.dispatchEvent(new Event("input"));
  form.querySelector("input:not([type=hidden]), textarea").focus();
});
for (const button of form.querySelectorAll("[data-put-back]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.putBack);
    field.value = button.closest("details").querySelector("[data-came]").textContent;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
restore();
say();
