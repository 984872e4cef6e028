import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { resolveIntentsSpec } from "../../src/intents/intents-spec.ts";
import { trainHead } from "../../src/intents/train-head.ts";
import { ANSWERS_FOLDER } from "../../src/nets/internal/stage-files.ts";
import { embeddedIntents } from "../fixtures/embedded-intents.ts";

const inside = useTemporaryDirectory();

test("the head with the fewest errors on the validation set is chosen, and answers all training sentences", async () => {
  const context = await embeddedIntents(inside());
  const [good] = resolveIntentsSpec({ dataset: "generated" }).heads;
  const heads = [{ ...good!, epochs: 1, learningRate: 1e-6 }, good!];
  const result = await trainHead.run({ heads, seed: 1, labelled: { share: 0.05, seed: 1 } }, context);
  expect(result.chosen).toBe(1);
  expect(result.validationErrors[1]).toBeLessThan(result.validationErrors[0]!);
  expect(result).toMatchObject({ transferSize: 24, parameters: 24 * 8 + 8 });
  expect(result.figures.errors).toBeLessThan(50);
  expect(result.figures.outsideAuroc).toBeGreaterThan(0.8);
  const answers = await openSoftTargets(inside("own", ANSWERS_FOLDER));
  expect(answers.manifest).toMatchObject({ isComplete: true, dataset: { size: 480 } });
  await answers.close();
});
