import { expect, test } from "vitest";
import { showSensitivity } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

const LAYERS = [
  {
    label: "first",
    points: [
      { left: 0.1, values: [30, 50] },
      { left: 0.5, values: [12, 14] },
    ],
  },
  {
    label: "last",
    points: [
      { left: 0.5, values: [12] },
      { left: 0.1, values: [20] },
    ],
  },
];
const OPTIONS = { quantity: "validation errors", title: "2-3-2", level: 12 };

test("showSensitivity(layers) draws a line for each layer, from most weights to fewest", () => {
  const page = parsePage(`<html><body>${showSensitivity(LAYERS, OPTIONS)!.markup}</body></html>`);
  expect(page.first("svg").getAttribute("aria-label")).toBe(
    "2-3-2, validation errors by the share of a layer’s weights that is left. first: 50 %: 13, 10 %: 40; last: 50 %: 12, 10 %: 20.",
  );
  expect(page.texts("svg title")).toEqual([
    "first, 50 % left: 13",
    "first, 10 % left: 40",
    "last, 50 % left: 12",
    "last, 10 % left: 20",
  ]);
  const [first, second] = page.all("svg circle").map((circle) => Number(circle.getAttribute("cx")));
  expect(first).toBeLessThan(second!);
  expect(page.texts("figcaption")).toEqual(["2-3-2: Validation errors"]);
});

test("showSensitivity(layers) draws nothing where there is no layer, and refuses shares that are none", () => {
  expect(showSensitivity([], OPTIONS)).toBeUndefined();
  const wrong = [{ label: "first", points: [{ left: 0, values: [1] }] }];
  expect(() => showSensitivity(wrong, OPTIONS)).toThrow(
    "showSensitivity: layers[0].points[0].left must be a positive finite number, at most 1",
  );
});
