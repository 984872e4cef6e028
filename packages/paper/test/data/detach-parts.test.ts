import type { FileDataset } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { attachParts, detachParts } from "../../src/data/detach-parts.ts";
import { loadOwnData } from "../../src/data/load-own-data.ts";
import { batchesOf, writePlants } from "../fixtures/plants.ts";

const inside = useTemporaryDirectory();

test("what is in files goes to threads as plain data, and is the same there", async () => {
  const data = await loadOwnData({ path: writePlants(inside("plants.arrow")), label: "kind", storage: "files" }, {});
  const there = await attachParts(structuredClone(detachParts(data)));
  expect(await batchesOf(there.training)).toEqual(await batchesOf(data.training));
  expect((there.test as FileDataset).storage).toBe((there.training as FileDataset).storage);
  expect(there.facts).toEqual(data.facts);
});
