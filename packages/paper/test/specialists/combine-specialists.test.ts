import { mkdirSync } from "node:fs";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { readMatrix } from "../../src/nets/internal/matrix-file.ts";
import { combineSpecialists } from "../../src/specialists/combine-specialists.ts";
import type { GeneralistResult } from "../../src/specialists/train-generalist.ts";
import { trainSpecialistNet } from "../../src/specialists/train-specialist-net.ts";
import { taskContext } from "../fixtures/task-context.ts";
import { TINY_SPECIALISTS, tinyGeneralist } from "../fixtures/tiny-specialists.ts";

const inside = useTemporaryDirectory();

test("specialists are combined in three ways, each as the validation set chooses, and equation 5 answers the training set", async () => {
  const { data, generalist } = await tinyGeneralist(inside("generalist"));
  const { clusters: _, size: __, ...settings } = TINY_SPECIALISTS.specialists;
  const { sets } = generalist.result as GeneralistResult;
  const needs: Record<string, typeof generalist> = { generalist };
  for (const softmax of ["dustbin", "full"] as const) {
    for (const index of sets.keys()) {
      const directory = inside(`${softmax}-${index}`);
      mkdirSync(directory);
      const input = { softmax, seed: 1, index, settings, batchSize: 32, momentum: 0.9 };
      const context = taskContext(data, directory, { needs: { generalist } });
      needs[`${softmax}-${index}`] = { directory, result: await trainSpecialistNet.run(input, context) };
    }
  }
  mkdirSync(inside("combination"));
  const context = taskContext(data, inside("combination"), { needs });
  const result = await combineSpecialists.run({ topClasses: [1, 2] }, context);
  for (const name of ["specialists", "fullSoftmax", "averaging"] as const) {
    const accuracies = result.validation[name];
    const best = Math.max(...accuracies.map(({ accuracy }) => accuracy));
    expect(accuracies.find(({ accuracy }) => accuracy === best)!.topClasses).toBe(result.topClasses[name]);
    expect((await readMatrix(inside("combination"), name, 12)).rows).toBe(1500);
  }
  expect(result.cover.reduce((sum, { examples }) => sum + examples, 0)).toBe(1500);
  const store = await openSoftTargets(inside("combination", "answers"));
  expect(store.manifest.dataset.size).toBe(400);
  await store.close();
  expect(await combineSpecialists.run({ topClasses: [1, 2] }, context)).toEqual(result);
});
