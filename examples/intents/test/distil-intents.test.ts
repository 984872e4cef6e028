import { fileURLToPath } from "node:url";
import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { distilIntents } from "../src/distil-intents.ts";
import { readRequests } from "../src/read-requests.ts";

const inside = useTemporaryDirectory();

test("a net on hashed words learns from a sentence encoder what few labels do not say", async () => {
  await selectBackend({ prefer: ["wasm"] });
  // Eight of each intent to learn from and four to test with: the encoder takes its time.
  const requests = await readRequests(fileURLToPath(new URL("../data/requests.csv", import.meta.url)), {
    train: 120,
    test: 60,
  });
  const { teacher, hard, distilled, answers } = await distilIntents(requests, inside("student"), [
    "rent a car in rome",
  ]);
  expect(teacher).toBeLessThan(hard);
  expect(distilled).toBeLessThan(0.8 * hard);
  expect(answers[0]!.label).toBe("car_rental");
});
