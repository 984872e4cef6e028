import { generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { distilOnnx } from "../src/distil-onnx.ts";

test("a student learns from an ONNX file that takes pictures in another layout", async () => {
  const { teacher, student } = await distilOnnx(generatedDigits({ trainSize: 300, testSize: 100, seed: 1 }));
  expect(teacher).toBeLessThan(20);
  // A guess makes 90.
  expect(student).toBeLessThan(50);
});
