import { fileURLToPath } from "node:url";
import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { distilLetters } from "../src/distil-letters.ts";

const inside = useTemporaryDirectory();

test("the teacher helps the small net, which answers a raw row", async () => {
  await selectBackend({ prefer: ["wasm"] });
  const path = fileURLToPath(new URL("../data/letters.csv", import.meta.url));
  const { teacher, hard, distilled, answer } = await distilLetters(path, inside("student"), 6);
  expect(teacher).toBeLessThan(distilled);
  expect(distilled).toBeLessThan(0.9 * hard);
  expect(answer.prob).toBe(Math.max(...answer.probs));
});
