import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { distilPictures } from "../src/distil-pictures.ts";
import { drawDigits } from "../src/draw-digits.ts";

const inside = useTemporaryDirectory();

test("the teacher helps the small net, which answers a raw picture", async () => {
  await selectBackend({ prefer: ["wasm"] });
  await drawDigits(inside("digits"), 500);
  const { teacher, hard, distilled, file, answer } = await distilPictures(inside("digits"), inside("student"), 3);
  expect(teacher).toBeLessThan(distilled);
  expect(distilled).toBeLessThan(0.9 * hard);
  expect(file).toMatch(/^0\/\d+\.png$/);
  expect(answer.prob).toBe(Math.max(...answer.probs));
});
