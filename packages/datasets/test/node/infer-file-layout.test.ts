import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { createDataset, groupSplit, groupsOf } from "../../src/index.ts";
import { inferFileLayout, loadTable, openFileDataset } from "../../src/node/index.ts";
import { PEOPLE, PEOPLE_ROWS, writePeople } from "../fixtures/people.ts";
import { writeGroups } from "../fixtures/write-groups.ts";

const inside = useTemporaryDirectory();

test("groups are read with the targets, and keep the split of the same rows in memory", async () => {
  const path = writePeople(inside("groups.parquet"));
  const options = { label: "label", group: "who" };
  const layout = await inferFileLayout(path, options);
  const files = await openFileDataset(path, { layout });
  expect(files.layout).toEqual((await openFileDataset(path, options)).layout);
  expect(files.groups).toEqual(groupsOf(await loadTable(path), "who"));
  const memory = createDataset({ columns: { x: { values: new Float32Array(PEOPLE_ROWS), shape: [1] } } });
  const split = { groups: files.groups!, size: 12, seed: 3 };
  const { selected, rest } = groupSplit(files, split);
  expect([selected.rows, rest.rows]).toEqual([
    groupSplit(memory, split).selected.rows,
    groupSplit(memory, split).rest.rows,
  ]);
  // New rows need no group.
  writeGroups(inside("new.parquet"), { x: PEOPLE.x, label: PEOPLE.label }, [PEOPLE_ROWS]);
  expect((await openFileDataset(inside("new.parquet"), { layout })).groups).toBeUndefined();
});

test("inferFileLayout refuses columns that are not there", async () => {
  const path = writePeople(inside("people.arrow"));
  await expect(inferFileLayout(path, { label: "age" })).rejects.toThrow(
    `inferFileLayout: label must name columns of ${path} (x, who, label), got "age"`,
  );
});
