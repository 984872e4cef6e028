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

test("the README's tables are those of the commands; pnpm schemas writes them again", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(readme.match(/<!-- options: /g)).toHaveLength(3);
  expect(fillOptionTables(readme)).toBe(readme);
});
