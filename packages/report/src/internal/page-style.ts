import { Html } from "../page/html.ts";

/**
 * Blue and orange are distinguishable with every common colour blindness; the teacher is ink, which differs in
 * lightness.
 */
const LIGHT = `
  --paper: #ffffff;
  --wash: #f5f5f3;
  --ink: #1d1f24;
  --muted: #5d626d;
  --rule: #b9bcc4;
  --grid: #e8e9ec;
  --right: #eceef1;
  --error: #9d174d;
  --teacher: #3c404a;
  --baseline: #b44f09;
  --student: #1766b5;
  --uncorrected: #6b93b8;
  --combination: #0b7159;
  --other: #6b4fa0;`;

const DARK = `
  --paper: #16181d;
  --wash: #1f2229;
  --ink: #e9eaee;
  --muted: #a3a8b4;
  --rule: #555b68;
  --grid: #2b2f38;
  --right: #262a32;
  --error: #f783b5;
  --teacher: #c9cdd8;
  --baseline: #f79a4b;
  --student: #68b0f5;
  --uncorrected: #58799b;
  --combination: #4cc9a7;
  --other: #b79cf0;`;

const TEXT = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 3rem 1.25rem 2rem; max-width: 73rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  font-variant-numeric: tabular-nums;
}
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { margin: 0 0 1rem; font-size: clamp(1.5rem, 1rem + 2.4vw, 2.4rem); letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { margin: 0 0 0.75rem; font-size: 1.4rem; letter-spacing: -0.01em; }
h3 { margin: 1.75rem 0 0.5rem; font-size: 1rem; }
section { margin-top: 3rem; padding-top: 1.75rem; border-top: 1px solid var(--grid); }
p { margin: 0 0 1rem; max-width: 44rem; text-wrap: pretty; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.85em; }
.kind { margin: 0 0 0.25rem; color: var(--muted); }
.lede { max-width: 52rem; font-size: 1.25rem; line-height: 1.45; text-wrap: balance; }
.note, footer { color: var(--muted); font-size: 0.875rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--grid); }
ul, dl, dd, figure { margin: 0; padding: 0; list-style: none; }
dl.facts, dl.versions { display: flex; flex-wrap: wrap; gap: 0.75rem 2rem; }
dl.facts dt, dl.versions dt { color: var(--muted); font-size: 0.8rem; }
dl.facts dd, dl.versions dd { font-weight: 500; }
dl.versions { margin-bottom: 1rem; }
dl.words { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 0.6rem 1.5rem; }
dl.words dt { font-weight: 600; }
dl.words dd { max-width: 40rem; }`;

const TABLES = `
.scroller { overflow-x: auto; margin-bottom: 0.75rem; container-type: inline-size; }
.scroller > .wide { width: max-content; min-width: 100%; }
/* As wide as the view where the content is wider, else nothing: percentages are of the content, cqi of the view. */
.scroller .hint {
  position: sticky; left: 0; overflow: hidden; white-space: nowrap; text-align: right; line-height: 1.5rem; height: 1.5rem;
  width: clamp(0px, (100% - 100cqi - 1.5px) * 9999, 100cqi); margin: 0 0 clamp(-1.5rem, (100% - 100cqi - 1.5px) * 9999 - 1.5rem, 0px);
  max-width: none; color: var(--muted); font-size: 0.8rem;
}
.scroller:focus-visible, summary:focus-visible { outline: 2px solid var(--student); outline-offset: 3px; }
table { border-collapse: collapse; font-size: 0.9rem; }
th, td { padding: 0.45rem 0 0.45rem 1.15rem; text-align: right; white-space: nowrap; }
th:first-child { padding-left: 0; text-align: left; }
thead th { white-space: normal; border-bottom: 1px solid var(--rule); color: var(--muted); font-size: 0.8rem; font-weight: 500; vertical-align: bottom; }
thead th > span { display: inline-block; max-width: 7rem; }
tbody th { font-weight: 500; }
tbody th:has(> .key) { padding-left: 1.3em; text-indent: -1.15em; }
th.text, td.text { text-align: left; }
td code + code { margin-left: 0.45em; }
tbody tr + tr > * { border-top: 1px solid var(--grid); }
.key { display: inline-block; width: 0.65em; height: 0.65em; margin-right: 0.5em; }
.key.teacher { background: var(--teacher); transform: rotate(45deg) scale(0.9); }
.key.baseline { background: var(--baseline); }
.key.student { background: var(--student); border-radius: 50%; }
.key.uncorrected { border: 2px solid var(--uncorrected); border-radius: 50%; }
.key.combination { background: var(--combination); clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.key.other { background: var(--other); clip-path: polygon(50% 0, 63% 34%, 98% 35%, 71% 57%, 79% 91%, 50% 72%, 21% 91%, 29% 57%, 2% 35%, 37% 34%); }
details { margin-top: 1rem; }
summary { cursor: pointer; color: var(--muted); margin-bottom: 0.75rem; }
pre { margin: 0; padding: 1rem 1.25rem; background: var(--wash); border-radius: 0.4rem; line-height: 1.45; width: max-content; min-width: 100%; }`;

const FIGURES = `
svg.chart { display: block; width: 100%; height: auto; overflow: visible; }
svg.chart text { white-space: pre; }
figcaption { color: var(--muted); font-size: 0.875rem; }
figure.dots { display: grid; grid-template-columns: minmax(0, 32rem) minmax(12rem, 1fr); gap: 1rem 2.5rem; align-items: center; margin: 1.75rem 0; }
figure.rows { max-width: 36rem; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(15.5rem, 1fr)); gap: 1rem 1.5rem; }
.panels svg { max-width: 20rem; }
.panels figcaption { margin-bottom: 0.25rem; }
.matrices { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.5rem; max-width: 80rem; }
.matrices figcaption { margin-bottom: 0.5rem; color: var(--ink); font-weight: 600; font-size: 0.95rem; }
.matrices svg { max-width: 30rem; }
.spaced { margin: 0.5rem 0 1.25rem; }
.spaced figcaption { max-width: 35rem; margin-top: 0.4rem; }
.matrices.wide { grid-template-columns: minmax(0, 1fr); }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-bottom: 0.5rem; }
.examples article { display: grid; grid-template-columns: 10.5rem repeat(3, minmax(0, 1fr)); gap: 0.5rem 1.25rem; align-items: start; padding: 1.1rem 0; }
.examples article + article { border-top: 1px solid var(--grid); }
.examples figcaption { margin-left: 12%; }
.picture { font-size: 0.875rem; }
.picture p { margin: 0.4rem 0 0.1rem; }
.picture img { width: 5.5rem; height: auto; image-rendering: pixelated; border: 1px solid var(--grid); border-radius: 0.25rem; display: block; }`;

const MEDIA = `
@media screen and (prefers-color-scheme: dark) {
  /* Black ink on nothing becomes white ink; the border is inverted with it. */
  .picture img { filter: invert(1); border-color: #d4d0c7; }
}
@media screen and (max-width: 48rem) {
  body { padding-top: 1.5rem; }
  figure.dots { grid-template-columns: minmax(0, 1fr); }
  .matrices { grid-template-columns: minmax(0, 1fr); }
  dl.words { display: block; }
  dl.words dd { margin-bottom: 0.75rem; }
  th, td { padding-left: 1.1rem; }
  /* Names break, so that the figure next to them is in view, and stay while the table scrolls. */
  tbody tr > :first-child, thead tr > :first-child { position: sticky; left: 0; background: var(--paper); padding-right: 0.4rem; }
  tbody tr > :first-child { white-space: normal; overflow-wrap: anywhere; min-width: 5.5rem; max-width: 9.5rem; }
  .examples article { grid-template-columns: minmax(0, 1fr); }
  .picture { display: flex; gap: 1rem; align-items: center; }
}
@media print {
  :root {${LIGHT} color-scheme: light; font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroller { overflow: visible; container-type: normal; }
  .scroller .hint { display: none; }
  .scroller > .wide { width: auto; }
  /* What is folded is printed, but for what only a machine reads. */
  details::details-content { display: block; content-visibility: visible; block-size: auto; }
  details.machine { display: none; }
  svg.chart { min-width: 0 !important; }
  table { font-size: 7.5pt; }
  thead th { font-size: 6.5pt; }
  thead th > span { max-width: 4.5rem; }
  tbody th, td { white-space: normal; }
  figure.dots { grid-template-columns: 3fr 2fr; }
  .panels { grid-template-columns: repeat(4, 1fr); gap: 0.75rem; }
  .matrices { grid-template-columns: repeat(3, 1fr); gap: 0.75rem; }
  .examples article { grid-template-columns: 8.5rem repeat(3, minmax(0, 1fr)); padding: 0.6rem 0; }
  section { margin-top: 1.5rem; padding-top: 1rem; }
  figure, article, tr, dl.versions { break-inside: avoid; }
  .note { break-before: avoid; }
  h2, h3 { break-after: avoid; }
  th, td { padding: 0.25rem 0 0.25rem 0.6rem; }
  pre { white-space: pre-wrap; width: auto; }
}`;

/** The page's only style sheet, with its element. */
export const PAGE_STYLE: Html = new Html(`<style>
:root { color-scheme: light dark;${LIGHT} }
@media screen and (prefers-color-scheme: dark) {
  :root {${DARK} }
}
${[TEXT, TABLES, FIGURES, MEDIA].join("\n").trim()}
</style>`);
