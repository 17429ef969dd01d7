// Rows of the offer editor that are dragged. The buttons do the same; every step works without this file.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let loading = null;

function load(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

async function makeSortable() {
  const list = document.querySelector("[data-rows]");
  if (!list || list.sorter) return;
  list.sorter = true;
  await load(list.dataset.rows);
  list.sorter = window.Sortable.create(list, {
    handle: "[data-handle]",
    animation: calm.matches ? 0 : 150,
    ghostClass: "drag-ghost",
    onEnd({ oldIndex, newIndex }) {
      if (oldIndex !== newIndex) list.closest("form").querySelector("[data-reorder]").click();
    },
  });
}

// The answer replaces the form: what would be typed meanwhile would be lost.
for (const [name, inert] of [["htmx:beforeRequest", true], ["htmx:afterRequest", false]]) {
  document.addEventListener(name, (event) => {
    if (event.target.id === "offer-editor") event.target.inert = inert;
  });
}

document.addEventListener("htmx:afterSettle", makeSortable);
makeSortable();
