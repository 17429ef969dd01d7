// The gig editor's comforts: the gig beside the form, lists that are dragged, tags as chips, uploads. Every tab works
// without this file.
const one = (selector, scope = document) => scope.querySelector(selector);
const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];
const form = one("#tab");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// Styles that a drag has set are not carried over to the fresh list: as an attribute they would break the rule against
// inline styles.
htmx.config.attributesToSettle = ["class", "width", "height"];

// ---- Preview: what is typed goes to the server after a pause, which answers with the gig as customers would see it.

const PAUSE_MS = 500;
const pane = one("#preview");
const beside = () => Boolean(pane?.getClientRects().length);
let pause = 0;

function preview(target) {
  const values = form ? htmx.values(form) : {};
  for (const name of form ? all("input[type=file]", form).map((field) => field.name) : []) delete values[name];
  return htmx.ajax("POST", pane.dataset.preview, { source: pane, target, swap: "innerHTML", values });
}

function previewSoon() {
  clearTimeout(pause);
  if (beside()) pause = setTimeout(() => preview(pane), PAUSE_MS);
}

document.addEventListener("input", (event) => {
  if (form?.contains(event.target)) previewSoon();
});

// On a phone the link shows the same in a dialog.
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-preview-open]");
  const dialog = one("#page-dialog");
  const body = one("#page-dialog-body");
  if (!link || !pane || beside() || !dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await preview(body);
  if (body.childElementCount) dialog.showModal();
});

// ---- Lists: a dropped item is posted to its place; the answer is the list as it stands then.

function makeSortable(list) {
  if (!window.Sortable || list.sorter || list.children.length < 2) return;
  list.sorter = window.Sortable.create(list, {
    handle: "[data-handle]",
    animation: calm.matches ? 0 : 150,
    ghostClass: "drag-ghost",
    dataIdAttr: "data-move",
    onStart() {
      list.before = list.sorter.toArray();
    },
    onEnd({ item, oldIndex, newIndex }) {
      if (oldIndex === newIndex) return;
      list.sorter.option("disabled", true);
      const address = item.dataset.move.replace(/up\/(\?|$)/, `${newIndex + 1}/$1`);
      htmx.ajax("POST", address, { source: item, target: list.dataset.sortable, swap: "outerHTML" });
    },
  });
}

// What could not be sent goes back to where it was.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    const list = event.target.closest?.("[data-sortable]");
    if (!list?.before) return;
    list.sorter.sort(list.before, !calm.matches);
    list.sorter.option("disabled", false);
  });
}

// ---- Open cards: Enter saves the card that it was pressed in, and nothing else on the page.

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
  const save = one(".btn-primary[data-hx-post]", event.target.closest("div.form, #split") ?? event.target);
  if (!save) return;
  event.preventDefault();
  save.click();
});

// ---- Uploads: a chosen file is on its way at once; whoever goes on meanwhile is taken along when it has arrived.

let goOn = null;

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches?.("input[type=file]")) form.dataset.uploading = "";
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.matches?.("input[type=file]") && one("progress", event.target.closest(".field"));
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.value = (100 * event.detail.loaded) / event.detail.total;
});

document.addEventListener("htmx:afterRequest", (event) => {
  // by now the field has been swapped, and the event comes from what stands in its place
  if (!event.detail.requestConfig.elt.matches("input[type=file]")) return;
  delete form.dataset.uploading;
  const button = goOn;
  goOn = null;
  const fine = event.detail.successful && event.detail.xhr.status < 400;
  if (button && fine) setTimeout(() => form.requestSubmit(button), 0);
});

form?.addEventListener(
  "submit",
  (event) => {
    if (!("uploading" in form.dataset)) return;
    goOn = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// ---- Tags: words become chips; the field that is sent holds them with commas between.

function makeChips(field) {
  if (!field || field.chips) return;
  const most = Number(field.dataset.chips);
  const typed = field.cloneNode();
  const list = document.createElement("ul");
  list.className = "chips";
  list.setAttribute("role", "list");
  for (const name of ["name", "data-chips", "value"]) typed.removeAttribute(name);
  typed.value = "";
  field.chips = field.value.split(",").map((word) => word.trim()).filter(Boolean);
  field.removeAttribute("id");
  field.hidden = true;
  field.before(list, typed);

  const write = () => {
    const value = [...field.chips, typed.value.trim()].filter(Boolean).join(", ");
    if (value === field.value) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const draw = () => {
    list.hidden = !field.chips.length;
    list.replaceChildren(
      ...field.chips.map((word, at) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        item.className = "tag chip";
        item.append(word, button);
        button.type = "button";
        button.textContent = "×";
        button.setAttribute("aria-label", `Remove ${word}`);
        button.addEventListener("click", () => drop(at));
        return item;
      }),
    );
    write();
  };
  const drop = (at) => {
    const [word] = field.chips.splice(at, 1);
    draw();
    (all("button", list)[at] ?? typed).focus();
    tell(`Removed ${word}`);
  };
  const take = (text) => {
    for (const word of text.split(",").map((part) => part.trim())) {
      if (word && !field.chips.includes(word.toLowerCase())) field.chips.push(word.toLowerCase());
    }
    typed.value = "";
    draw();
  };

  // The field keeps the focus while a chip is pressed: losing it would draw the chips anew under the pointer.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  typed.addEventListener("input", (event) => {
    event.stopPropagation();
    const at = typed.value.lastIndexOf(",");
    if (at >= 0) {
      const rest = typed.value.slice(at + 1);
      take(typed.value.slice(0, at));
      typed.value = rest.trimStart();
    }
    write();
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && typed.value.trim()) {
      event.preventDefault();
      take(typed.value);
      if (field.chips.length > most) tell(`Use at most ${most} tags`);
    } else if (event.key === "Backspace" && !typed.value && field.chips.length) drop(field.chips.length - 1);
  });
  typed.addEventListener("blur", () => typed.value.trim() && take(typed.value));
  draw();
}

function tell(value) {
  document.dispatchEvent(new CustomEvent("announce", { detail: { value } }));
}

function begin() {
  all("[data-sortable]").forEach(makeSortable);
  makeChips(one("input[data-chips]"));
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (!form?.contains(event.detail.elt)) return;
  begin();
  previewSoon();
});

// A link of the check list names the field that it is about.
const named = document.getElementById(location.hash.slice(1));
if (named?.matches("input, textarea, select")) named.focus();

begin();
if (beside()) preview(pane);
