import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { voteOfNeighbours } from "../../src/intents/vote-of-neighbours.ts";
import { embeddedIntents } from "../fixtures/embedded-intents.ts";

const inside = useTemporaryDirectory();

test("the number of neighbours with the fewest errors on the validation set votes", async () => {
  const context = await embeddedIntents(inside());
  const input = { neighbours: [24, 1], labelled: { share: 0.05, seed: 1 } };
  const { chosen, validationErrors, transferSize, figures } = await voteOfNeighbours.run(input, context);
  expect(transferSize).toBe(24);
  expect(chosen).toBe(input.neighbours[validationErrors[0]! <= validationErrors[1]! ? 0 : 1]);
  expect(figures.errors).toBeLessThan(50);
});
