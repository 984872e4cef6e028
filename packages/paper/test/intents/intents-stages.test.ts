import { expect, test } from "vitest";
import { resolveIntentsSpec } from "../../src/intents/intents-spec.ts";
import { intentsNets, intentsStages } from "../../src/intents/intents-stages.ts";

const spec = resolveIntentsSpec({ seeds: [7], labels: [{ share: 0.03, epochs: 9, batchSize: 4 }] });

test("every draw has its teacher, its controls and its students, in the order of the tables", () => {
  expect(intentsNets(spec).map(({ stage }) => stage)).toEqual(
    ["teacher", "neighbours", "hard", "distilled", "itself"].map((name) => `${name}-0_03-7`),
  );
  const { labels, seeds } = resolveIntentsSpec({});
  expect(intentsNets(resolveIntentsSpec({}))).toHaveLength((5 * labels.length - 1) * seeds.length);
});

test("a student learns from the stage that it needs, and all students of a draw know the same labels", () => {
  const stages = intentsStages(spec);
  const needs = Object.fromEntries(stages.map(({ name, needs: needed }) => [name, needed]));
  expect(needs).toEqual({
    embeddings: [],
    "teacher-0_03-7": ["embeddings"],
    "neighbours-0_03-7": ["embeddings"],
    "hard-0_03-7": [],
    "answers-0_03-7": ["hard-0_03-7"],
    "distilled-0_03-7": ["teacher-0_03-7"],
    "itself-0_03-7": ["answers-0_03-7"],
  });
  const students = intentsNets(spec).flatMap(({ input }) => input ?? []);
  for (const { transferSet, seed } of students) {
    expect(transferSet).toEqual({ labelled: { share: 0.03, seed: 7 } });
    expect(seed).toBe(7);
  }
  expect(students.map(({ net }) => net.epochs)).toEqual([9, spec.student.epochs, spec.student.epochs]);
});
