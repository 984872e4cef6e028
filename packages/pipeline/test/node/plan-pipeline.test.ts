import { existsSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { createStage } from "../../src/create-stage.ts";
import { planPipeline } from "../../src/node/plan-pipeline.ts";
import { add } from "../fixtures/add-task.ts";

const inside = useTemporaryDirectory();

test("planPipeline gives the stages in an order in which they can run, and writes nothing", async () => {
  const stages = [
    createStage(add, { name: "b", input: { add: 1 }, needs: ["a"] }),
    createStage(add, { name: "a", input: { add: 1 } }),
  ];
  expect(await planPipeline(stages, { directory: inside("none") })).toEqual([
    { name: "a", status: "new" },
    { name: "b", status: "new" },
  ]);
  expect(existsSync(inside("none"))).toBe(false);
  await expect(planPipeline(stages.slice(0, 1), { directory: inside("none") })).rejects.toThrow(
    'planPipeline: stages must have the "a" that b needs, got none',
  );
});
