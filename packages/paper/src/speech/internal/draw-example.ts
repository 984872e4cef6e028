import { type Html, html } from "@dark-knowledge/report";
import type { SpokenExample } from "./spoken-example.ts";

/** The size of a frame and of a row, and the room for names at the left, in pixels. */
const [FRAME, ROW, NAMES] = [9, 12, 92];
/** The height of the time axis, and the frames between its marks: 0.1 s. */
const [AXIS, MARK] = [22, 10];

/** Draws what was heard, the phones of the alignment, and the probability of each phone by each net, one below the other in time. */
export function drawExample(
  { word, features, phones, shown, nets }: SpokenExample,
  labels: Readonly<Record<string, string>>,
): Html {
  const width = NAMES + features.length * FRAME;
  const cepstra = features[0]?.length ?? 0;
  let top = 0;
  const parts: Html[] = [];
  const add = (height: number, part: (top: number) => Html) => {
    parts.push(part(top));
    top += height + 10;
  };
  add(cepstra * ROW, (y) =>
    heat(
      y,
      "cepstra",
      features.map((row) => row.map((value) => logistic(value))),
    ),
  );
  add(ROW + 4, (y) => alignment(y, phones));
  for (const { name, posteriors } of nets) {
    add(16 + shown.length * ROW, (y) => html`${title(y + 11, labels[name] ?? name)}${rows(y + 16, shown, posteriors)}`);
  }
  const marks = Array.from({ length: Math.floor(features.length / MARK) + 1 }, (_, index) => {
    const x = NAMES + index * MARK * FRAME;
    return html`<text x="${x}" y="${top + 12}" fill="var(--muted)">${((index * MARK) / 100).toFixed(1)} s</text>`;
  });
  const said = `${word}: ${phones.map(({ phone, start, end }) => `${phone} ${start} to ${end}`).join(", ")}`;
  return html`<div class="scroller"><svg viewBox="0 0 ${width} ${top + AXIS}" width="${width}" height="${top + AXIS}" font-size="10" role="img" aria-label="${said}">
${parts}${marks}</svg></div>`;
}

const logistic = (value: number) => 1 / (1 + Math.exp(-1.5 * value));

const title = (y: number, text: string) => html`<text x="${NAMES}" y="${y}" fill="currentColor">${text}</text>`;

/** Cells whose darkness is a number from 0 to 1, without those that would not be seen. */
function cells(top: number, columns: readonly (readonly number[])[], fill: string): readonly Html[] {
  return columns.flatMap((column, frame) =>
    column.flatMap((value, row) =>
      value < 0.02
        ? []
        : html`<rect x="${NAMES + frame * FRAME}" y="${top + row * ROW}" width="${FRAME}" height="${ROW - 1}" fill="${fill}" fill-opacity="${value.toFixed(2)}"/>`,
    ),
  );
}

function heat(top: number, name: string, columns: readonly (readonly number[])[]): Html {
  return html`<text x="0" y="${top + 10}" fill="currentColor">${name}</text>${cells(top, columns, "var(--teacher)")}`;
}

function rows(top: number, names: readonly string[], columns: readonly (readonly number[])[]): Html {
  const written = names.map(
    (name, row) =>
      html`<text x="${NAMES - 6}" y="${top + row * ROW + 9}" text-anchor="end" fill="var(--muted)">${name}</text>`,
  );
  return html`${written}${cells(top, columns, "var(--student)")}`;
}

function alignment(top: number, phones: SpokenExample["phones"]): Html {
  return html`<text x="0" y="${top + 11}" fill="currentColor">alignment</text>${phones.map(({ phone, start, end }) => {
    const [x, wide] = [NAMES + start * FRAME, (end - start) * FRAME];
    return html`<rect x="${x}" y="${top}" width="${wide - 1}" height="${ROW + 3}" fill="var(--right)" stroke="var(--rule)"/><text x="${
      x + 3
    }" y="${top + 11}" fill="currentColor">${wide < 14 ? "" : phone}</text>`;
  })}`;
}
