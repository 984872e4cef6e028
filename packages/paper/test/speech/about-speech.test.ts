import { expect, test } from "vitest";
import { ABOUT_SPEECH } from "../../src/speech/about-speech.ts";
import { speech } from "../../src/speech/speech.ts";

test("the examples use options that there are", () => {
  const used = ABOUT_SPEECH.split("\n").flatMap((line) =>
    line.includes("$ ") ? (line.match(/--[a-z-]+/g) ?? []) : [],
  );
  expect(used.length).toBeGreaterThan(0);
  const known = [...speech.options.map(({ name }) => `--${name}`), "--out"];
  for (const option of used) expect(known).toContain(option);
});
