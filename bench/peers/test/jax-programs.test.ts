import { selectBackend } from "@dark-knowledge/backend";
import { defaultDevice, init } from "@jax-js/jax";
import { expect, it } from "vitest";
import { drawCaseData } from "../src/case-data.ts";
import type { StepCase } from "../src/cases.ts";
import { jaxProgram } from "../src/jax-programs.ts";
import { ownProgram } from "../src/own-programs.ts";
import { runsInJax } from "../src/runs-in-jax.ts";

const NET: StepCase = {
  ...{ kind: "step", id: "t", title: "a small net of every layer", batch: 5, input: [8, 8, 1] },
  layers: [
    { kind: "conv", filters: 3 },
    { kind: "maxPool" },
    { kind: "dropout", rate: 0.4 },
    { kind: "flatten" },
    { kind: "dense", units: 7, activation: "relu" },
    { kind: "dense", units: 4, activation: "linear" },
  ],
};

it("a step in jax-js makes the losses of one of ours", async () => {
  expect(runsInJax(NET)).toBe(true);
  expect(runsInJax({ ...NET, layers: [{ kind: "gru", units: 2 }] })).toBe(false);
  await selectBackend({ prefer: ["wasm"] });
  await init("wasm");
  defaultDevice("wasm");
  const numbers = () => new Map(drawCaseData(NET).map((one) => [one.name, one]));
  const [jax, own] = [jaxProgram(NET, numbers(), false), ownProgram(NET, numbers(), false)];
  for (let step = 0; step < 3; step++) {
    const [loss, expected] = [(await jax.step().data())[0]!, (await own.step().data())[0]!];
    expect(Math.abs(loss / expected - 1)).toBeLessThan(1e-4);
  }
  const dropped = jaxProgram(NET, numbers(), true);
  const losses = [(await dropped.step().data())[0]!, (await dropped.step().data())[0]!];
  expect(losses.every(Number.isFinite) && losses[0] !== losses[1]).toBe(true);
});
