import { expect, test } from "vitest";
import { showHistograms } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

const before = { counts: [1, 3, 3, 1], edge: 2, zeros: 0 };
const after = { counts: [2, 0, 0, 2], edge: 1, zeros: 0.5 };

test("showHistograms(layers) has a panel for each layer, with a bar for each value that is left", () => {
  const layers = [
    { title: "first", before, after },
    { title: "second", before, after: { ...after, zeros: 0.995 } },
  ];
  const page = parsePage(`<html><body>${showHistograms(layers)!.markup}</body></html>`);
  expect(page.texts("figcaption")).toEqual(["first: 50 % are 0", "second: 99.5 % are 0"]);
  expect(page.all('svg [data-mark="rule"] line')).toHaveLength(4);
  expect(page.first("svg").getAttribute("aria-label")).toBe("Weights by size, before and after. first: 50 % are 0.");
});

test("showHistograms(layers) draws a layer without weights, and nothing where there is no layer", () => {
  expect(showHistograms([])).toBeUndefined();
  const empty = { counts: [0, 0], edge: 1, zeros: 1 };
  expect(showHistograms([{ title: "gone", before, after: empty }])!.markup).not.toContain("NaN");
  expect(() => showHistograms([{ title: "one", before, after: { ...after, edge: 0 } }])).toThrow(
    "showHistograms: layers[0].after.edge must be a positive finite number",
  );
});
