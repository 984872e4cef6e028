import { fileURLToPath } from "node:url";
import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { distilLanguages } from "../src/distil-languages.ts";

const inside = useTemporaryDirectory();

test("the teacher helps the small net, which answers a raw text", async () => {
  await selectBackend({ prefer: ["wasm"] });
  const path = fileURLToPath(new URL("../data/sentences.csv", import.meta.url));
  const { teacher, hard, distilled, answer } = await distilLanguages(path, inside("student"), 6);
  expect(teacher).toBeLessThan(hard);
  expect(distilled).toBeLessThan(0.8 * hard);
  expect(answer.prob).toBe(Math.max(...answer.probs));
});
