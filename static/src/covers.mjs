// Draws static/covers.svg: quiet line patterns for gigs without a picture. Numbers only, no chance.
import { writeFileSync } from "node:fs";

const W = 320;
const H = 200;
const r = (n) => Math.round(n * 10) / 10;

const contours = () =>
  Array.from({ length: 9 }, (_, i) => {
    const y = 20 + i * 24;
    const a = 10 + i * 3;
    return `<path d="M-10 ${y}C60 ${r(y - a * 1.6)} 110 ${r(y + a * 1.5)} 170 ${y}S280 ${r(y - a * 1.4)} 330 ${r(y + a * 0.4)}"/>`;
  }).join("");

const rings = () =>
  Array.from({ length: 9 }, (_, i) => `<circle cx="250" cy="40" r="${18 + i * 24}"/>`).join("");

const roads = () =>
  Array.from({ length: 7 }, (_, i) => {
    const x = 30 + i * 40;
    return `<path d="M${x} -10V${60 + i * 10}a20 20 0 0 0 20 20h20a20 20 0 0 1 20 20v140"/>`;
  }).join("");

const steps = () =>
  Array.from({ length: 8 }, (_, i) => {
    const x = i * 44 - 20;
    const y = 190 - i * 24;
    return `<path d="M${x} ${y + 60}V${y}h44v-24"/><path d="M${x} ${y}h-400" opacity=".35"/>`;
  }).join("");

const fans = () =>
  Array.from({ length: 15 }, (_, i) => {
    const angle = (Math.PI / 28) * i;
    return `<path d="M-10 210L${r(-10 + Math.cos(angle) * 420)} ${r(210 - Math.sin(angle) * 420)}"/>`;
  }).join("");

const post = (x, y) => `<circle cx="${x}" cy="${y}" r="5" fill="#f2a516" stroke="none"/>`;
const covers = [
  contours() + post(170, 116),
  rings() + post(r(250 - 90 * Math.SQRT1_2), r(40 + 90 * Math.SQRT1_2)),
  roads() + post(170, 110),
  steps() + post(200, 70),
  fans() + post(r(-10 + Math.cos(0.6732) * 270), r(210 - Math.sin(0.6732) * 270)),
];

writeFileSync(
  "../covers.svg",
  `<svg xmlns="http://www.w3.org/2000/svg">\n${covers
    .map((inner, i) => `<symbol id="cover-${i}" viewBox="0 0 ${W} ${H}" preserveAspectRatio="xMidYMid slice">${inner}</symbol>`)
    .join("\n")}\n</svg>\n`,
);
