// Copies what the site serves from packages (font, drag library, axe for the tests) to where it is committed.
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

const copies = [
  ["@fontsource-variable/geist/files/geist-latin-wght-normal.woff2", "../fonts/geist-latin.woff2"],
  ["@fontsource-variable/geist/LICENSE", "../fonts/LICENSE-geist.txt"],
  ["sortablejs/Sortable.min.js", "../js/vendor/sortable.min.js"],
  ["sortablejs/LICENSE", "../js/vendor/LICENSE-sortable.txt"],
  ["axe-core/axe.min.js", "../../tests/journeys/vendor/axe.min.js"],
  ["axe-core/LICENSE", "../../tests/journeys/vendor/LICENSE-axe.txt"],
  ["lucide-static/LICENSE", "../LICENSE-lucide.txt"],
];

for (const [from, to] of copies) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(`node_modules/${from}`, to);
}
