import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import type { OwnDataSpec } from "../../src/data/own-data-spec.ts";
import { identifyData, pinData } from "../../src/data/pin-data.ts";

const inside = useTemporaryDirectory();

test("pinData gives data the fingerprint of its files, which other contents have not, and another place has", async () => {
  writeFileSync(inside("a.csv"), "x,y\n1,2\n");
  writeFileSync(inside("b.csv"), "x,y\n3,4\n");
  const spec: { readonly data: OwnDataSpec } = { data: { path: inside("a.csv"), label: "y" } };
  const pinned = await pinData(spec);
  expect(pinned).toEqual({ data: { ...spec.data, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  expect(await pinData(pinned)).toEqual(pinned);
  const withTest = await pinData({ data: { ...spec.data, test: inside("b.csv") } });
  expect(withTest.data.fingerprint).not.toBe(pinned.data.fingerprint);

  mkdirSync(inside("moved"));
  renameSync(inside("a.csv"), inside("moved", "c.csv"));
  const moved = await pinData({ data: { path: inside("moved", "c.csv"), label: "y" } });
  expect(identifyData(moved)).toEqual(identifyData(pinned));

  writeFileSync(inside("a.csv"), "x,y\n1,3\n");
  await expect(pinData(pinned)).rejects.toThrow(
    /^spec: data.path must be the data of fingerprint [0-9a-f]+, got .*a.csv of /,
  );
});

test("pinData names a file that is not there, and leaves other specifications as they are", async () => {
  await expect(pinData({ data: { path: inside("none.csv") } })).rejects.toThrow(
    `spec: data.path must be a file that can be read (ENOENT), got ${inside("none.csv")}`,
  );
  expect(await pinData({ seeds: [1] } as object)).toEqual({ seeds: [1] });
});
