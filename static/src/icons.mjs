// Builds static/icons.svg, one sprite of the lucide icons that the pages use, in the order of this list.
import { readFileSync, writeFileSync } from "node:fs";

const names = `
archive arrow-down arrow-left arrow-right arrow-up alarm-clock ban banknote bell briefcase calendar chart-column check
chevron-down chevron-left chevron-right circle circle-alert circle-check circle-help clock copy credit-card
download ellipsis external-link eye file file-text flag gavel globe grip-vertical handshake heart house image inbox info
key-round layers list-checks lock log-out mail map-pin menu message-square milestone minus monitor moon package
paperclip pencil plus printer receipt refresh-cw rotate-ccw save search send settings shield-check shopping-bag
sliders-horizontal star sun tag trash-2 triangle-alert undo-2 upload user users video wallet x zap
`.trim().split(/\s+/);

const symbols = names.map((name) => {
  const source = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const inner = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")}</symbol>`;
});

writeFileSync(
  "../icons.svg",
  `<svg xmlns="http://www.w3.org/2000/svg"><!-- lucide, ISC licence, see LICENSE-lucide.txt -->\n${symbols.join("\n")}\n</svg>\n`,
);
console.log(`icons.svg: ${names.length} icons`);
