import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { setTimeout } from "node:timers/promises";
import { createRandom } from "@dark-knowledge/core";
import { useChild, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { adam, createMlp, fingerprintWeights, type TrainingState, trainClassifier } from "../../src/index.ts";
import { type OpenCheckpointsOptions, openCheckpoints } from "../../src/node/index.ts";
import { twoClasses } from "../fixtures/two-classes.ts";

const inside = useTemporaryDirectory();
const startChild = useChild("train-and-be-killed", {
  packageFolder: new URL("../..", import.meta.url),
  external: ["@tensorflow/*"],
});
// `node scripts/kill-and-resume.mjs --kills 50` sets it.
const KILLS = Number(process.env.TEST_KILLS ?? 3);

/** A state with everything in it that a file could lose. */
const stateAt = (step: number): TrainingState => ({
  run: { loop: "trainClassifier", seed: "1", teacher: "é…" },
  step,
  epochs: [
    {
      epoch: 0,
      terms: { total: 0.1, kl: -0, soft: Infinity },
      learningRate: 1e-7,
      validation: { size: 3, errors: 1, accuracy: 2 / 3, nll: Number.NaN },
    },
  ],
  isFinished: false,
  start: { size: 3, errors: 2, accuracy: 1 / 3, nll: 0.7, f1: 0.1 },
  best: {
    epoch: -1,
    weights: [
      { name: "dense_Dense1/kernel", shape: [2, 3], values: Float32Array.of(9, 8, 7, 6, 5, 4) },
      { name: "scalar", shape: [], values: Float32Array.of(3) },
      { name: "empty", shape: [0], values: new Float32Array(0) },
    ],
  },
  termSums: { total: { sum: Math.fround(1 / 3), examples: 24 } },
  weights: [
    { name: "dense_Dense1/kernel", shape: [2, 3], values: Float32Array.of(1, -0, 1e-45, 3.4e38, step, 0.1) },
    { name: "scalar", shape: [], values: Float32Array.of(7) },
    { name: "empty", shape: [0], values: new Float32Array(0) },
  ],
  optimizer: [
    { mean: Float32Array.of(1, 2, 3, 4, 5, 6), meanSquare: new Float32Array(6), steps: 12 },
    {},
    { steps: 3 },
  ],
});
const file = (step: number) => `step-000000000${step}.safetensors`;

/** Saves states with the steps 1 to `count`. */
async function saved(count: number, options: OpenCheckpointsOptions = {}): Promise<void> {
  const checkpoints = await openCheckpoints(inside("c"), options);
  for (let step = 1; step <= count; step++) await checkpoints.save(stateAt(step));
  await checkpoints.close();
}

/** What a process that begins finds, with the lines that it is told. */
async function found(): Promise<{ state: TrainingState | undefined; lines: string[] }> {
  const lines: string[] = [];
  const checkpoints = await openCheckpoints(inside("c"), { onWarning: (line) => lines.push(line) });
  try {
    return { state: await checkpoints.latest(), lines };
  } finally {
    await checkpoints.close();
  }
}

describe("openCheckpoints(directory)", () => {
  test("gives a state back as it was, whatever the numbers in it", async () => {
    expect(await found()).toEqual({ state: undefined, lines: [] });
    await saved(1);
    expect(await found()).toEqual({ state: stateAt(1), lines: [] });
  });

  test("writes the safetensors format, which other programs read", async () => {
    await saved(1);
    const bytes = readFileSync(inside("c", file(1)));
    const length = Number(bytes.readBigUInt64LE());
    expect(length % 8).toBe(0);
    const { __metadata__: metadata, ...tensors } = JSON.parse(bytes.toString("utf8", 8, 8 + length));
    expect(Object.values(metadata).every((value) => typeof value === "string")).toBe(true);
    expect(tensors["weights/0/dense_Dense1/kernel"]).toEqual({ dtype: "F32", shape: [2, 3], data_offsets: [0, 24] });
    expect(tensors["optimizer/0/mean"]).toEqual({ dtype: "F32", shape: [6], data_offsets: [56, 80] });
    expect(bytes.readFloatLE(8 + length + 20)).toBe(Math.fround(0.1));
    expect(bytes.length).toBe(8 + length + 104);
  });

  test("keeps the last two, or as many as it is told, and every other file", async () => {
    await saved(5);
    writeFileSync(inside("c", "notes.txt"), "mine");
    expect(readdirSync(inside("c"))).toEqual(["notes.txt", file(4), file(5)]);
    await saved(6, { keep: 3 });
    expect(readdirSync(inside("c"))).toEqual(["notes.txt", file(4), file(5), file(6)]);
  });

  test("falls back to the one before when the latest is damaged, anywhere, and says so", async () => {
    await saved(2);
    const path = inside("c", file(2));
    const whole = readFileSync(path);
    const random = createRandom(5);
    const damaged = (at: number) => {
      const bytes = Buffer.from(whole);
      bytes[at]! ^= 1 << random.integer(8);
      return bytes;
    };
    const places = [
      0,
      7,
      8,
      40,
      99,
      100,
      whole.length - 1,
      ...Array.from({ length: 40 }, () => random.integer(whole.length)),
    ];
    const truncated = [0, 5, 60, 500, whole.length - 1].map((size) => whole.subarray(0, size));
    const longer = Buffer.concat([whole, Buffer.alloc(1)]);
    for (const bytes of [...places.map(damaged), ...truncated, longer, Buffer.alloc(whole.length)]) {
      writeFileSync(path, bytes);
      const { state, lines } = await found();
      expect(state).toEqual(stateAt(1));
      expect(lines).toEqual([
        expect.stringMatching(
          /^openCheckpoints: \S+2\.safetensors (is no checkpoint|is not there as a whole|has a damaged header|does not fit its SHA-256); falling back to step-0000000001\.safetensors$/,
        ),
      ]);
    }
    writeFileSync(path, whole);
    expect(await found()).toEqual({ state: stateAt(2), lines: [] });
  });

  test("says exactly what is damaged, and that nothing is left to fall back to", async () => {
    await saved(2);
    truncateSync(inside("c", file(2)), 100);
    writeFileSync(inside("c", file(1)), "another program's");
    expect(await found()).toEqual({
      state: undefined,
      lines: [
        `openCheckpoints: ${inside("c", file(2))} is not there as a whole; falling back to ${file(1)}`,
        `openCheckpoints: ${inside("c", file(1))} is no checkpoint; there is none before it, starting from the beginning`,
      ],
    });
  });

  test("removes a damaged one when the next is saved, also where that has fewer steps", async () => {
    await saved(5);
    truncateSync(inside("c", file(5)), 100);
    const checkpoints = await openCheckpoints(inside("c"));
    expect(readdirSync(inside("c")).filter((name) => name.startsWith("step"))).toEqual([file(4), file(5)]);
    await checkpoints.save(stateAt(4));
    expect(readdirSync(inside("c")).filter((name) => name.startsWith("step"))).toEqual([file(4)]);
    await checkpoints.close();
  });

  test.each(["1", "3"])("does not take version %s for damage", async (version) => {
    await saved(1);
    const path = inside("c", file(1));
    const text = readFileSync(path, "latin1").replace('"version":"2"', `"version":"${version}"`);
    const [before, after] = [text.slice(0, 35), text.slice(99)];
    const hash = createHash("sha256")
      .update(`${before}${"0".repeat(64)}${after}`, "latin1")
      .digest("hex");
    writeFileSync(path, `${before}${hash}${after}`, "latin1");
    await expect(found()).rejects.toThrow(
      `openCheckpoints: ${path} is of version ${version}, not 2; use the version of dark-knowledge that wrote it, or another directory`,
    );
    expect(existsSync(inside("c", ".writer.lock"))).toBe(false);
  });

  test("refuses a second process, until the first has let go", async () => {
    const checkpoints = await openCheckpoints(inside("c"));
    await expect(openCheckpoints(inside("c"))).rejects.toThrow(
      `openCheckpoints: ${inside("c")} is being written by process ${process.pid}; wait for it, or end it (the lock is ${inside("c", ".writer.lock")})`,
    );
    const child = startChild(inside("c"), "1");
    const { stderr } = await child.ended;
    expect(stderr).toContain(`is being written by process ${process.pid}; wait for it, or end it`);
    await checkpoints.close();
    await (await openCheckpoints(inside("c"))).close();
  });

  test("writes nothing once the directory was taken away", async () => {
    const checkpoints = await openCheckpoints(inside("c"));
    writeFileSync(inside("c", ".writer.lock"), "another's");
    await expect(checkpoints.save(stateAt(1))).rejects.toThrow(
      `openCheckpoints: ${inside("c", ".writer.lock")} was taken by another writer; let only one process write to ${inside("c")}`,
    );
    expect(readdirSync(inside("c"))).toEqual([".writer.lock"]);
  });

  test.runIf(existsSync("/dev/full"))(
    "keeps what is there when the disk is full, and says so in one line",
    async () => {
      await saved(2);
      const checkpoints = await openCheckpoints(inside("c"));
      symlinkSync("/dev/full", inside("c", `.${file(3)}.part`));
      await expect(checkpoints.save(stateAt(3))).rejects.toThrow(
        `openCheckpoints: cannot write ${inside("c", file(3))} (ENOSPC); make room on its disk and try again, what was there before is kept`,
      );
      await checkpoints.close();
      expect(readdirSync(inside("c"))).toEqual([file(1), file(2)]);
      expect(await found()).toEqual({ state: stateAt(2), lines: [] });
    },
  );

  // Root may write everywhere.
  test.runIf(process.getuid?.() !== 0)("keeps what is there in a directory that cannot be written to", async () => {
    await saved(2);
    const checkpoints = await openCheckpoints(inside("c"));
    chmodSync(inside("c"), 0o555);
    await expect(checkpoints.save(stateAt(3))).rejects.toThrow(
      `openCheckpoints: cannot write ${inside("c", file(3))} (EACCES); make sure that it can be written to and try again, what was there before is kept`,
    );
    await expect(openCheckpoints(inside("c"))).rejects.toThrow(
      `openCheckpoints: cannot write to ${inside("c")} (EACCES); make sure that it can be written to`,
    );
    chmodSync(inside("c"), 0o755);
    await checkpoints.close();
    expect(await found()).toEqual({ state: stateAt(2), lines: [] });
  });

  test("removes the half file of a process that was killed, and names what is wrong", async () => {
    await saved(1);
    writeFileSync(inside("c", `.${file(2)}.part`), "half");
    await (await openCheckpoints(inside("c"))).close();
    expect(readdirSync(inside("c"))).toEqual([file(1)]);
    await expect(openCheckpoints(inside("c"), { keep: 0 })).rejects.toThrow(
      "openCheckpoints: keep must be an integer, at least 1, got 0",
    );
    await expect(openCheckpoints(inside("c"), { everySteps: 1.5 })).rejects.toThrow(
      "openCheckpoints: everySteps must be an integer, at least 1, got 1.5",
    );
    writeFileSync(inside("file"), "");
    await expect(openCheckpoints(inside("file", "c"))).rejects.toThrow(
      `openCheckpoints: cannot write to ${inside("file", "c")} (ENOTDIR); choose another directory`,
    );
  });

  test("lets training go on from disk, from the one before a damaged one too", async () => {
    const train = async (directory: string, { seed = 4, failsAfter = Infinity } = {}) => {
      const model = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [5], classCount: 2, seed });
      const optimizer = adam({ learningRate: 0.01 });
      const lines: string[] = [];
      const checkpoints = await openCheckpoints(directory, { everySteps: 2, onWarning: (line) => lines.push(line) });
      const onEpochEnd = (epoch: number) => {
        if (epoch === failsAfter) throw new Error("the power went out");
      };
      const options = { epochs: 3, seed: 1, batchSize: 8, optimizer, checkpoints, callbacks: { onEpochEnd } };
      try {
        const history = await trainClassifier(model, twoClasses(20, 1), options);
        return { history, weights: await fingerprintWeights(model.getWeights()), lines };
      } finally {
        await checkpoints.close();
        optimizer.dispose();
        model.dispose();
      }
    };
    const whole = await train(inside("whole"));
    expect(whole.lines).toEqual([]);
    await expect(train(inside("c"), { failsAfter: 1 })).rejects.toThrow("the power went out");
    expect(readdirSync(inside("c"))).toEqual([file(3), file(4)]);
    truncateSync(inside("c", file(4)), 300);
    // Other weights at the start: those of the checkpoint take their place.
    const { lines, ...resumed } = await train(inside("c"), { seed: 9 });
    expect({ ...resumed, lines: [] }).toEqual(whole);
    expect(lines).toEqual([
      `openCheckpoints: ${inside("c", file(4))} is not there as a whole; falling back to ${file(3)}`,
    ]);
  });

  test.each(["classifier", "specialist"])(
    "a %s that is killed at any moment is resumed to the same weights and history, bit for bit",
    async (loop) => {
      const whole = startChild(inside("whole"), loop);
      expect((await whole.ended).stderr).toBe("");
      const expected = whole.lastLine();
      expect(expected).toMatch(/^finished [0-9a-f]{64} \{"epochs":\[/);

      const random = createRandom(6);
      let [kills, lastStep, finished, withProgress, halfFiles] = [0, 0, 0, 0, 0];
      while (kills < KILLS || finished === 0) {
        const child = startChild(inside("c"), loop);
        if (kills < KILLS) {
          // Some are killed before their first step, the others after a few.
          const line = kills % 4 === 0 ? /^/ : new RegExp(`^(step [${1 + random.integer(3)}-9]|finished)`);
          const isThere = () => child.lastLine() !== "" && line.test(child.lastLine());
          while (!isThere() && child.process.exitCode === null) await setTimeout(1);
          await setTimeout(random.integer(20));
          child.process.kill("SIGKILL");
        }
        const { signal, stderr } = await child.ended;
        expect(stderr).toBe("");
        if (existsSync(inside("c")) && readdirSync(inside("c")).some((name) => name.endsWith(".part"))) halfFiles++;
        const { state, lines } = await found();
        expect(lines).toEqual([]);
        const step = state?.step ?? 0;
        expect(step).toBeGreaterThanOrEqual(lastStep);
        if (signal === "SIGKILL") {
          kills++;
          if (step > lastStep) withProgress++;
          expect(child.lastLine()).toMatch(/^(ready|step \d+|finished .*)$/);
        }
        lastStep = step;
        if (child.lastLine().startsWith("finished")) {
          expect(child.lastLine()).toBe(expected);
          finished++;
          // With kills to spare the next run begins at the start.
          rmSync(inside("c"), { recursive: true });
          lastStep = 0;
        }
      }
      expect(withProgress).toBeGreaterThan(0);
      if (process.env.TEST_KILLS === undefined) return;
      process.stdout.write(
        `${loop}: ${kills} kills: ${withProgress} after a new checkpoint, ${halfFiles} in the middle of writing one; ${finished} runs finished\n`,
      );
    },
    60_000 + 5_000 * KILLS,
  );
});
