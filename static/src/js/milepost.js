// What forms and links alone cannot do. Every page works without this file.
const one = (selector, scope = document) => scope.querySelector(selector);
const all = (selector, scope = document) => [...scope.querySelectorAll(selector)];

// ---- Live region: say({text}), an HX-Trigger header {"announce": "…"}, or data-announce in swapped content.

function say(text) {
  const region = one("#live");
  if (!region || !text) return;
  region.textContent = "";
  setTimeout(() => {
    region.textContent = text;
  }, 50);
}

document.addEventListener("announce", (event) => say(event.detail?.value));

// ---- Theme: system, light, dark; theme.js restores the choice before the first paint.

function showTheme() {
  const chosen = document.documentElement.dataset.theme ?? "";
  for (const button of all("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
  }
}

function chooseTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  try {
    if (theme) localStorage.setItem("milepost-theme", theme);
    else localStorage.removeItem("milepost-theme");
  } catch {
    // Storage is switched off: the choice holds for this page.
  }
  showTheme();
}

// ---- Dialogs: <a href data-dialog> shows that page's fragment, <button data-open="id"> a dialog of this page.

let opener = null;
let openedFrom = "";

function openDialog(dialog, from) {
  opener = from ?? null;
  openedFrom = from ? placeOf(from) : "";
  if (!dialog.open) dialog.showModal();
  enterDialog(dialog);
}

// A browser puts the focus on the first thing it finds, which is "Close": people came for what is inside.
function enterDialog(dialog) {
  const body = one(".dialog-body", dialog) ?? dialog;
  const fields = all("input:not([type='hidden']), select, textarea", body).filter((field) => !field.disabled && field.checkVisibility());
  const radio = fields[0]?.type === "radio" && fields.find((field) => field.name === fields[0].name && field.checked);
  const wanted = one("[data-focus]", body) ?? one("[autofocus]", body) ?? (radio || fields[0]) ?? one("h1, h2", dialog);
  if (wanted) focusOn(wanted);
}

// How to find the same thing once more, after what is around it was replaced; "" when it cannot be told.
function placeOf(element) {
  const quote = (text) => `"${CSS.escape(text)}"`;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.matches("a[href]")) return `a[href=${quote(element.getAttribute("href"))}]`;
  if (element.matches("summary") && element.parentElement.id) return `#${CSS.escape(element.parentElement.id)} > summary`;
  if (element.matches("[formaction]")) return `[formaction=${quote(element.getAttribute("formaction"))}]`;
  if (element.matches("form[action] [type='submit']") && all("[type='submit']", element.form).length === 1) return `form[action=${quote(element.form.getAttribute("action"))}] [type='submit']`;
  return "";
}

function nameDialog(dialog) {
  const heading = one("h1, h2", one(".dialog-body", dialog) ?? dialog);
  if (!heading) return;
  heading.id ||= "dialog-heading";
  dialog.setAttribute("aria-labelledby", heading.id);
}

async function openPage(link) {
  const dialog = one("#page-dialog");
  const body = one("#page-dialog-body");
  if (!dialog || !body || !window.htmx) {
    location.assign(link.href);
    return;
  }
  link.setAttribute("aria-busy", "true");
  let good = false;
  const check = (event) => {
    good = event.detail.successful;
  };
  body.addEventListener("htmx:afterRequest", check, { once: true });
  try {
    await htmx.ajax("GET", link.href, { target: body, swap: "innerHTML", source: body });
  } catch {
    good = false;
  }
  body.removeEventListener("htmx:afterRequest", check);
  link.removeAttribute("aria-busy");
  // A whole page inside a dialog would be two pages in one: go there instead.
  if (!good || !body.childElementCount || one("main", body)) {
    body.replaceChildren();
    location.assign(link.href);
    return;
  }
  nameDialog(dialog);
  openDialog(dialog, link);
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  const link = target.closest("a[data-dialog]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (link && plain && !event.defaultPrevented) {
    event.preventDefault();
    openPage(link);
    return;
  }
  const slide = target.closest("a[data-slide]");
  if (slide && plain) {
    event.preventDefault(); // the picture comes into sight, the page and its address stay
    one(slide.hash)?.scrollIntoView({ block: "nearest", inline: "start" });
    return;
  }
  const open = target.closest("[data-open]");
  const dialog = open && document.getElementById(open.dataset.open);
  if (dialog) {
    event.preventDefault();
    openDialog(dialog, open);
    return;
  }
  const close = target.closest("[data-close]");
  if (close?.closest("dialog")) {
    event.preventDefault();
    close.closest("dialog").close();
    return;
  }
  if (target.matches("dialog")) target.close(); // a click on the backdrop
  if (target.closest("[data-print]")) print();
  const copy = target.closest("[data-copy]");
  if (copy) navigator.clipboard?.writeText(document.getElementById(copy.dataset.copy).value).then(() => say(copy.lastChild.textContent = "Copied"));
  if (target.closest("[data-dismiss]")) target.closest(".toast")?.remove();
  const choice = target.closest("[data-theme-choice]");
  if (choice) chooseTheme(choice.dataset.themeChoice);
  for (const menu of all("details.menu-pop[open]")) if (!menu.contains(target)) menu.open = false;
});

document.addEventListener(
  "close",
  (event) => {
    if (!event.target.matches?.("dialog")) return;
    const back = opener?.isConnected ? opener : opener && openedFrom && one(openedFrom);
    if (back) back.focus();
    else if (opener) one("main")?.focus({ preventScroll: true });
    opener = null;
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of all("details.menu-pop[open]")) {
    menu.open = false;
    one("summary", menu)?.focus();
  }
});

// A menu that loses the focus closes, so that it does not hide what comes next.
document.addEventListener("focusin", (event) => {
  for (const menu of all("details.menu-pop[open]")) if (!menu.contains(event.target)) menu.open = false;
});

// A sheet whose form is sent makes room for the answer.
document.addEventListener("submit", (event) => event.target.closest("[popover]")?.hidePopover?.());

// Filters stay while results are swapped: what is wrong with a changed one is told anew above the results.
document.addEventListener("change", (event) => {
  if (event.target.form?.id === "filter-form") event.target.removeAttribute("aria-invalid");
});

// ---- Countdowns: the server's words are right at the moment of rendering; from then on they tick.

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const TWO_DAYS = 172800;
const SIX_HOURS = 21600;

function inWords(seconds) {
  const parts = [];
  let left = Math.max(0, Math.floor(seconds));
  const first = UNITS.findIndex(([, size]) => left >= size);
  for (const [name, size] of first < 0 ? [] : UNITS.slice(first, first + 2)) {
    const count = Math.floor(left / size);
    left %= size;
    if (count) parts.push(`${count} ${name}${count > 1 ? "s" : ""}`);
  }
  return parts.join(" ") || "0 seconds";
}

function tick() {
  for (const clock of all("[data-deadline]")) {
    clock.serverOffset ??= Date.parse(clock.dataset.now) - Date.now();
    const left = (Date.parse(clock.dataset.deadline) - (Date.now() + clock.serverOffset)) / 1000;
    const level = left <= 0 ? "over" : left <= SIX_HOURS ? "urgent" : left <= TWO_DAYS ? "soon" : "calm";
    const words = left <= 0 ? "Time is up" : `${inWords(left)} left`;
    const text = one("[data-left]", clock);
    if (text && text.textContent !== words) text.textContent = words;
    if (clock.dataset.level !== level) {
      clock.dataset.level = level;
      if (level !== "calm") say(words);
    }
  }
}

// ---- Forms: one submit at a time, never a locked form.

const RELEASE_AFTER_MS = 8000;
const dirty = new WeakSet();

function release(form) {
  delete form.dataset.busy;
  clearTimeout(form.releaseTimer);
  for (const bar of all("[data-upload]", form)) bar.hidden = true;
  for (const button of all(".is-busy", form)) {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
  }
}

function hold(form, submitter) {
  form.dataset.busy = "";
  if (submitter?.matches(".btn")) {
    submitter.classList.add("is-busy");
    submitter.setAttribute("aria-disabled", "true");
  }
  // A download or a lost connection leaves the page standing: a retry must be possible.
  form.releaseTimer = setTimeout(release, RELEASE_AFTER_MS, form);
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.getAttribute("method")?.toLowerCase() !== "post") return;
    if ("busy" in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    hold(form, event.submitter);
  },
  true,
);

document.addEventListener("submit", (event) => {
  const form = event.target;
  const isHtmx = form.matches("[data-hx-post], [data-hx-put], [data-hx-patch], [data-hx-delete]");
  if (event.defaultPrevented && !isHtmx) release(form);
  else if (!isHtmx) dirty.delete(form);
});

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.form ?? event.target.closest?.("form");
    if (form?.matches("[data-guard]")) dirty.add(form);
  });
}

// Typed and taken back is no change; what the server sent back as it was typed is one.
function isAltered(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "select-one") return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
  return "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue;
}

function isUnsaved(form) {
  return dirty.has(form) && (form.matches("[data-unsaved]") || Boolean(one("[aria-invalid='true']", form)) || [...form.elements].some(isAltered));
}

function noteUnsaved() {
  for (const form of all("form[data-guard]")) if (form.matches("[data-unsaved]") || one("[aria-invalid='true']", form)) dirty.add(form);
}

addEventListener("beforeunload", (event) => {
  if (all("form[data-guard]").some((form) => isUnsaved(form) && !("busy" in form.dataset))) event.preventDefault();
});

addEventListener("pageshow", (event) => {
  if (event.persisted) all("form[data-busy]").forEach(release);
});

// ---- htmx: announcements and focus after a swap.

let hadFocus = false;
let focused = "";
let unfolded = [];

// What asks every few seconds may miss a turn without a word.
const asksAgain = (event) => event.detail.requestConfig?.elt?.matches("[data-hx-trigger*='every']");

document.addEventListener("htmx:beforeSwap", (event) => {
  hadFocus = event.detail.target.contains(document.activeElement);
  focused = hadFocus ? placeOf(document.activeElement) : "";
  unfolded = all("details[id][open]", event.detail.target).map((one) => one.id);
  // A fault answers with a toast; whatever else came in its place says nothing to a person.
  if (event.detail.xhr.status < 400 || event.detail.shouldSwap || asksAgain(event)) return;
  if (event.detail.xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
  else warn("That did not work. Load the page again before you repeat it.");
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (!form) return;
  release(form);
  if (event.detail.successful && event.target === form) dirty.delete(form);
});

document.addEventListener("htmx:sendError", (event) => {
  if (!asksAgain(event)) warn("The connection was lost. Nothing was sent; try again.");
});

// What was folded out stays so.
document.addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) {
    const details = document.getElementById(id);
    if (details) details.open = true;
  }
});

function focusOn(element) {
  if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) {
    element.setAttribute("tabindex", "-1");
  }
  element.focus({ preventScroll: element.dataset.focus === "stay" });
}

document.addEventListener("htmx:afterSettle", (event) => {
  const place = event.detail.elt;
  if (!(place instanceof Element) || !place.isConnected) return;
  tick();
  say(one("[data-announce]", place)?.dataset.announce ?? place.dataset.announce);
  const asked = event.detail.requestConfig?.verb !== "get" || hadFocus;
  const wanted = one("[data-focus]", place) ?? (place.matches("[data-focus]") ? place : null);
  if (wanted && asked) focusOn(wanted);
  else if (asked && one("[aria-invalid='true']", place)) focusOn(one("[aria-invalid='true']", place));
  else if (hadFocus && (document.activeElement === document.body || !document.activeElement)) {
    const same = focused && one(focused, place);
    if (same) same.focus({ preventScroll: true });
    else focusOn(place);
  }
  if (place.id === "page-dialog-body") nameDialog(one("#page-dialog"));
  startToasts();
  noteUnsaved();
});

// ---- Toasts: good news leaves by itself, a fault stays until it is dismissed.

const TOAST_MS = 8000;

function startToasts() {
  for (const toast of all(".toast[data-passing]:not([data-timed])")) {
    toast.dataset.timed = "";
    let timer = setTimeout(() => toast.remove(), TOAST_MS);
    const wait = () => clearTimeout(timer);
    const go = () => {
      timer = setTimeout(() => toast.remove(), TOAST_MS);
    };
    toast.addEventListener("mouseenter", wait);
    toast.addEventListener("focusin", wait);
    toast.addEventListener("mouseleave", go);
    toast.addEventListener("focusout", go);
  }
}

function warn(text) {
  const toast = one("#fault-toast")?.content.firstElementChild.cloneNode(true);
  if (!toast || all("#toasts p").some((known) => known.textContent === text)) return;
  one("p", toast).textContent = text;
  one("#toasts")?.append(toast);
}

// ---- Fields: characters that are left, and how far an upload is.

function count(line) {
  const field = document.getElementById(line.dataset.count);
  if (!field) return;
  const left = field.maxLength - field.value.length;
  line.textContent = `${Math.max(0, left).toLocaleString("en")} characters left`;
}

document.addEventListener("input", (event) => {
  const line = event.target.id && one(`[data-count="${CSS.escape(event.target.id)}"]`);
  if (line) count(line);
});

document.addEventListener("htmx:xhr:progress", (event) => {
  for (const bar of all("[data-upload]", event.target)) {
    bar.hidden = !event.detail.lengthComputable || !one("input[type=file]", event.target)?.files.length;
    bar.value = (100 * event.detail.loaded) / event.detail.total;
  }
});

// ---- News: what asks every few seconds rests while nobody looks, and asks at once when somebody looks again.

document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && asksAgain(event)) event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden || !window.htmx) return;
  for (const asker of all("[data-hx-trigger*='wake']")) htmx.trigger(asker, "wake");
});

// The unread messages stand before the title of every page.
function showUnread() {
  const count = Number(one("[data-unread]")?.dataset.unread);
  const title = document.title.replace(/^\(\d+\+?\) /, "");
  document.title = count ? `(${count > 99 ? "99+" : count}) ${title}` : title;
}

document.addEventListener("htmx:afterSettle", showUnread);

// A message goes with Ctrl or Cmd and Enter; Enter alone is a new line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form[data-send-keys]");
  if (form) form.requestSubmit(one(".btn-primary[type='submit']", form));
});

// ---- A new member's time zone: the browser's, as long as the list shows what it began with.

for (const list of all("select[data-guess-zone]")) {
  const guessZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = [...list.options].some((option) => option.value === guessZone);
  if (known && list.value === "UTC") list.value = guessZone;
}

// ---- Tabs that are wider than the screen: the current one is in sight.

for (const tab of all(".tabs-bar [aria-current='page']")) {
  const bar = tab.closest(".tabs-bar");
  bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
}

showTheme();
showUnread();
startToasts();
noteUnsaved();
tick();
setInterval(tick, 1000);
if (!one("[data-calm]")) one(".form-errors, main [aria-invalid='true']")?.focus();
