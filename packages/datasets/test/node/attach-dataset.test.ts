import { utimesSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { attachDataset, detachDataset, openFileDataset } from "../../src/node/index.ts";
import { PEOPLE_ROWS, writePeople } from "../fixtures/people.ts";

const inside = useTemporaryDirectory();

test("attachDataset refuses files that were changed, and opens them when they are as they were", async () => {
  const path = writePeople(inside("changed.parquet"));
  utimesSync(path, 1e9, 1e9);
  const detached = detachDataset(await openFileDataset(path, { label: "label", ignore: ["who"] }));
  utimesSync(path, 2e9, 2e9);
  await expect(attachDataset(detached)).rejects.toThrow(
    `attachDataset: ${path} was changed since it was opened; open it again`,
  );
  utimesSync(path, 1e9, 1e9);
  expect((await attachDataset(detached)).rows.length).toBe(PEOPLE_ROWS);
  await expect(attachDataset({ kind: "detached", dataset: {}, files: {} } as never)).rejects.toThrow(
    "attachDataset: detached.files.places must be an array, got undefined",
  );
  await expect(attachDataset(7 as never)).rejects.toThrow("attachDataset: detached must be an object, got 7");
});
