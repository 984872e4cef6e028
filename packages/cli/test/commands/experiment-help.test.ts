import { distill, mnist } from "@dark-knowledge/paper";
import { expect, test } from "vitest";
import { DISTILL_HELP, REPRODUCE_HELP } from "../../src/commands/experiment-help.ts";
import { flagOf } from "../../src/options/flag-of.ts";
import { SHARED_OPTIONS } from "../../src/options/shared-options.ts";

test.each([
  ["distill", DISTILL_HELP, distill],
  ["mnist", REPRODUCE_HELP.mnist, mnist],
])("the examples of %s use options that there are", (_, help, { options }) => {
  const known = [...options.map(({ name }) => name), ...Object.keys(SHARED_OPTIONS)].map(flagOf);
  const used = help
    .split("\n")
    .filter((line) => line.includes("$ dark-knowledge"))
    .flatMap((line) => line.match(/--[a-z-]+/g) ?? []);
  expect(used.length).toBeGreaterThan(0);
  for (const flag of used) expect(known).toContain(flag);
});
