// The tab "Description & FAQ": what is left over of a package while its amounts and days are typed. The server says the
// same without this file.
function whole(text, digits) {
  const parts = /^\D?(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d*))?$/.exec(text.trim());
  if (!parts || (parts[2] ?? "").length > digits) return 0;
  return Number(parts[1].replaceAll(",", "") + (parts[2] ?? "").padEnd(digits, "0"));
}

function showRest(split) {
  const { price, days, digits, sign } = split.dataset;
  const figure = { minimumFractionDigits: Number(digits) };
  for (const place of split.querySelectorAll("[data-rest]")) {
    const money = place.dataset.rest === "amount";
    const sum = (left, field) => left - whole(field.value, money ? Number(digits) : 0);
    const left = [...split.querySelectorAll(`[data-part="${place.dataset.rest}"]`)].reduce(sum, Number(money ? price : days));
    const size = Math.abs(left);
    const held = money
      ? sign + (size / 10 ** digits).toLocaleString("en", figure)
      : `${size} day${size === 1 ? "" : "s"}`;
    const words = left ? `${held} ${left > 0 ? "left over" : "too much"}` : `${money ? "Price adds" : "Days add"} up`;
    if (place.textContent !== words) place.textContent = words;
    place.toggleAttribute("data-off", left !== 0);
  }
}

document.addEventListener("input", (event) => {
  const split = event.target.closest?.("[data-split]");
  if (split) showRest(split);
});

// A dialog whose choice changed the page behind it is done.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "milestones") document.querySelector("#page-dialog[open]")?.close();
});
