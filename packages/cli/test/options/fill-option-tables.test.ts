import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fillOptionTables } from "../../src/options/fill-option-tables.ts";

test("fillOptionTables fills what stands between its marks, and nothing else", () => {
  const text = "before\n<!-- options: mnist -->\nold\n<!-- end -->\nafter\n";
  const filled = fillOptionTables(text);
  expect(filled).toMatch(/^before\n<!-- options: mnist -->\n\| option \| meaning \| default \|\n/);
  expect(filled).toContain("| `--seeds <n\\|list>` | one student of each kind per seed | 1,2,3,4,5; digits: 1 |");
  expect(filled).toMatch(/\n<!-- end -->\nafter\n$/);
  expect(fillOptionTables(filled)).toBe(filled);
});

test.each([
  ["../../README.md", 1],
  ["../../../../docs/reproduce.md", 6],
])("the tables of %s are those of the commands; pnpm schemas writes them again", (path, count) => {
  const text = readFileSync(new URL(path, import.meta.url), "utf8");
  expect(text.match(/<!-- options: /g)).toHaveLength(count);
  expect(fillOptionTables(text)).toBe(text);
});
