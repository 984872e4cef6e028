import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { distilFriedman } from "../src/distil-friedman.ts";
import { writeFriedman } from "../src/write-friedman.ts";

const inside = useTemporaryDirectory();

test("the teacher helps the small net, which answers a raw row in the unit of the table", async () => {
  await selectBackend({ prefer: ["wasm"] });
  await writeFriedman(inside("friedman.csv"), 2000);
  const { teacher, hard, distilled, answer } = await distilFriedman(inside("friedman.csv"), inside("student"), 8);
  expect(teacher).toBeLessThan(hard);
  expect(distilled).toBeLessThan(0.95 * hard);
  expect(Math.abs(answer.y! - 14.57)).toBeLessThan(2.5);
});
