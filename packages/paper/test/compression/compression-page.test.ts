import { expect, test } from "vitest";
import { parsePage } from "../../../report/test/parse-page.ts";
import { compressionPage } from "../../src/compression/compression-page.ts";
import { ADAPTATION, COMPRESSION_RECORD } from "../fixtures/compression-record.ts";

test("the page begins with how small each net gets, and draws sizes, layers and weights", () => {
  const page = parsePage(compressionPage(COMPRESSION_RECORD));
  expect(page.texts(".lede")).toEqual(["wide: 10 kB, 10 times smaller, 22.0 test errors after 22.0."]);
  expect(page.texts("h2")).toEqual([
    ...["What is reached", "What each kilobyte buys", "wide (784-9-10)", "slim (784-9-10)"],
    ...[
      "Recovery by soft targets or by labels",
      "Which layer can lose most",
      "What is left of the weights",
      "How to run this again",
      "Words",
    ],
  ]);
  const drawn = page.all("svg").map((svg) => svg.getAttribute("aria-label")!.split(".")[0]);
  expect(drawn).toEqual([
    ...["Test errors by size", "Test errors by size", "Test errors by size", "test errors, soft targets − labels"],
    ...["wide, validation errors by the share of a layer’s weights that is left", "Weights by size, before and after"],
  ]);
  expect(page.all("img")).toHaveLength(2);
});

test("a net that is adapted to a task has a section, with the differences drawn", () => {
  const extras = { ...COMPRESSION_RECORD.extras, adaptation: ADAPTATION };
  const page = parsePage(compressionPage({ ...COMPRESSION_RECORD, extras }));
  expect(page.texts("h2")).toContain("Before or after adaptation");
  const drawn = page.all("svg").map((svg) => svg.getAttribute("aria-label"));
  expect(drawn.find((label) => label!.startsWith("errors on the task, compressed before − after"))).toContain(
    "4 bits: +1 (−11.7 to +13.7)",
  );
  const names = page.all("[aria-label]").map((element) => element.getAttribute("aria-label"));
  expect(names).toContain("Table: wide on a, b");
});

test("a record without extras has no pictures", () => {
  const { extras: _, ...bare } = COMPRESSION_RECORD;
  const page = parsePage(compressionPage(bare));
  expect(page.texts("h2")).not.toContain("What is left of the weights");
});
