import { expect, it } from "vitest";
import { markdownTables } from "../src/index.ts";

it("markdownTables(tables) has titles, and captions where there are some", () => {
  const table = (title: string) => ({ title, columns: [{ title: "net", isText: true }], rows: [{ cells: ["big"] }] });
  expect(markdownTables([{ ...table("First"), caption: "One seed." }, table("Second")], { width: 80 })).toBe(
    "### First\n\n| net |\n| :-- |\n| big |\n\nOne seed.\n\n### Second\n\n| net |\n| :-- |\n| big |",
  );
});
