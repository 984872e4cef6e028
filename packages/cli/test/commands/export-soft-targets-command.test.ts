import { readdirSync } from "node:fs";
import { importSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { runCommand } from "../fixtures/run-command.ts";

const inside = useTemporaryDirectory();
const run = (...args: string[]) => runCommand(["soft-targets", ...args]);

test("soft-targets export writes what soft-targets import reads, and refuses what it cannot write", async () => {
  const logits = [1, 2, 3, 4, 5, -6];
  const { teacherFingerprint } = await importSoftTargets(inside("one"), {
    logits,
    ids: [9, 2, 4],
    classNames: ["cat", "dog"],
  });
  expect(await run("export", inside("one"), "--to", inside("a.parquet"))).toEqual({
    ...{ code: 0, stderr: "" },
    stdout: `3 answers in ${inside("a.parquet")}\n`,
  });
  expect((await run("export", inside("one"), "--to", inside("a.npy"))).stdout).toBe(
    `3 answers in ${inside("a.npy")}, ids in ${inside("a.ids.npy")}\n`,
  );
  const again = await run("import", inside("two"), "--from", inside("a.parquet"), "--kind", "logits");
  // The default fingerprint is a hash of ids and answers.
  expect(again.stdout).toBe(`3 answers in ${inside("two")}\n2 classes: cat, dog\nteacher ${teacherFingerprint}\n`);
  expect(await run("export", inside("one"), "--to", inside("a.csv"))).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error: exportSoftTargets: path must end in \.parquet or \.npy, got ".*a\.csv"\n$/),
  });
  expect(await run("export", inside("one"), "--to", inside("a.npy"), "--view", "3")).toMatchObject({
    code: 1,
    stderr: "error: exportSoftTargets: augmentationSeed must be a view of the store (0), got 3\n",
  });
  expect(readdirSync(inside()).sort()).toEqual(["a.ids.npy", "a.npy", "a.parquet", "one", "two"]);
});
