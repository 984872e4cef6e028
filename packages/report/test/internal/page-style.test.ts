import { expect, it } from "vitest";
import { PAGE_STYLE } from "../../src/internal/page-style.ts";

/** The colours of the light scheme, which stands first, and of the dark one. */
const [LIGHT, DARK] = [...PAGE_STYLE.markup.matchAll(/:root \{([^}]*)\}/g)].map(([, rules]) =>
  Object.fromEntries([...rules!.matchAll(/--(\w+): (#\w{6})/g)].map(([, name, colour]) => [name!, colour!])),
);

/** (L₁ + 0.05) / (L₂ + 0.05), of relative luminances by WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((place) => {
    const share = Number.parseInt(colour.slice(place, place + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

const TEXT = ["ink", "muted", "error", "teacher", "baseline", "student", "combination", "other"];

it.each([
  ["light", LIGHT!],
  ["dark", DARK!],
])("the colours of text in charts, which axe-core does not judge, can be read: %s", (_, colours) => {
  for (const name of TEXT) expect(contrast(colours[name]!, colours.paper!), name).toBeGreaterThanOrEqual(4.5);
  // Numbers on right answers are muted; what is hollow is no text.
  expect(contrast(colours.muted!, colours.right!)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(colours.uncorrected!, colours.paper!)).toBeGreaterThanOrEqual(3);
});

it("contrast is 21 between black and white, and 1 between equals", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
  expect(contrast("#777777", "#777777")).toBe(1);
});
