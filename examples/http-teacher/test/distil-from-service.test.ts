import { generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { distilFromService } from "../src/distil-from-service.ts";

test("a student learns from a service that fails two requests of five, and is asked about each image once", async () => {
  const { errors, usage } = await distilFromService(generatedDigits({ trainSize: 200, testSize: 50, seed: 1 }));
  // A guess makes 45.
  expect(errors).toBeLessThan(25);
  // 200 images in pieces of 10.
  expect(usage.requests - usage.retries).toBe(20);
  expect(usage.retries).toBeGreaterThan(5);
});
