import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ColumnParts } from "../src/column.ts";
import {
  category,
  columnOf,
  counts,
  createDataset,
  type Dataset,
  describeInputs,
  encodeTable,
  hashedText,
  image,
  prepareInputs,
  type Source,
  type SourceKind,
  scale,
  selectRows,
  standardise,
  tableRow,
  viewOf,
  vocabulary,
  withTransform,
  words,
} from "../src/index.ts";
import { anyDataset } from "./any-dataset.ts";

const throughJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

const picture = (width: number, height: number, channels: number) => ({
  ...{ width, height },
  data: Uint8Array.from({ length: width * height * channels }, (_, index) => (index * 83) % 256),
});

/** Raw examples of each source. */
const RAWS = {
  words: ["So good!", "", "so-so, and über", "nothing of the kind"],
  category: ["red", "blue", "red", "green"],
  image: [picture(3, 5, 1), picture(8, 2, 4), picture(1, 1, 3), picture(4, 4, 2)],
  row: [{ age: 20, job: "smith" }, { job: "baker" }, { age: "31", job: null }, { age: 4, job: "poet" }],
};

const textColumn = (source: Source) => createDataset({ columns: { text: columnOf(RAWS.words, source) } });
const train = (dataset: Dataset) => selectRows(dataset, [0, 1]);
const learnt = (dataset: Dataset) => withTransform(dataset, vocabulary(train(dataset)));

const rows = createDataset({
  columns: {
    row: columnOf(
      RAWS.row,
      tableRow([
        { name: "age", type: "number" },
        { name: "job", type: "category", values: ["smith", "baker", "poet"] },
      ]),
    ),
  },
});
const pictures = createDataset({
  columns: { image: columnOf(RAWS.image, image({ height: 3, width: 4, channels: 3, fit: "contain" })) },
});
const hashed = textColumn(hashedText({ size: 50, words: [1, 2], characters: [3, 4] }));
const categories = learnt(createDataset({ columns: { colour: columnOf(RAWS.category, category()) } }));

describe("prepareInputs(describeInputs(dataset), raws), by way of JSON,", () => {
  test.each<[string, Dataset, readonly unknown[]]>([
    ["words", learnt(textColumn(words())), RAWS.words],
    ["hashed text", hashed, RAWS.words],
    ["counted hashed text", withTransform(hashed, counts({ size: 50, weighting: "unit" })), RAWS.words],
    ["a category", withTransform(categories, counts({ size: 3 })), RAWS.category],
    ["pictures", withTransform(pictures, standardise(train(pictures))), RAWS.image],
    ["rows of a table", withTransform(rows, encodeTable(train(rows))), RAWS.row],
  ])("makes of %s what a batch of the dataset shows", (_, dataset, raws) => {
    const shown = viewOf(dataset, dataset.rows, 0).inputs;
    expect(prepareInputs(throughJson(describeInputs(dataset)), raws)).toEqual(shown);
  });

  test("makes of stored numbers what a batch of any dataset shows", () => {
    fc.assert(
      fc.property(anyDataset, (parts) => {
        const dataset = createDataset(parts);
        const withoutTexts = Object.values(dataset.columns).every(({ source, names }) => !source && !names);
        fc.pre(withoutTexts);
        const raws = Object.fromEntries(
          Object.entries(dataset.columns).map(([name, { values, shape, offsets }]) => {
            const size = shape.reduce((product, length) => product * length, 1);
            const at = (id: number) => (offsets === undefined ? id : offsets[id]!) * size;
            return [name, Array.from(dataset.rows, (id) => values.slice(at(id), at(id + 1)))];
          }),
        );
        expect(prepareInputs(throughJson(describeInputs(dataset)), raws)).toEqual(
          viewOf(dataset, dataset.rows, 0).inputs,
        );
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test("gives texts that training has not seen the number 1, and needs no others", () => {
    const described = describeInputs(learnt(textColumn(words())));
    expect(described.text!.names).toEqual(["!", "good", "so"]);
    const { text } = prepareInputs(described, ["über good", "???? so"]);
    expect([...text!.values]).toEqual([1, 3, 0, 0, 0, 1, 1, 1, 1, 4]);
    expect([...text!.lengths!]).toEqual([2, 5]);
  });

  test("takes a source of another package", () => {
    const kind: SourceKind<Source & { readonly gain: number }, readonly number[]> = {
      ...{ kind: "frames", version: 2, type: "float32", isSequence: true },
      shape: () => [2],
      encode: (raw, { gain }) => raw.map((value) => value * gain),
    };
    const source = { kind: "frames", version: 2, gain: 3 };
    const raws = [
      [1, 2, 3, 4],
      [5, 6],
    ];
    const dataset = createDataset({ columns: { sound: columnOf(raws, source, { kinds: [kind] }) } });
    const { sound } = viewOf(dataset, [0, 1], 0).inputs;
    expect(sound).toMatchObject({ values: Float32Array.of(3, 6, 9, 12, 15, 18, 0, 0), shape: [2, 2, 2] });
    const described = throughJson(describeInputs(dataset));
    expect(prepareInputs(described, raws, { kinds: [kind] })).toEqual({ sound });
    expect(() => prepareInputs(described, raws)).toThrow(
      'prepareInputs: descriptions.sound.source.kind must be one of "words", "hashed-text", "category", "image", "table-row", got "frames"',
    );
    const later = { ...source, version: 3 };
    expect(() => columnOf(raws, later, { kinds: [kind] })).toThrow(
      "columnOf: source.version must be at most 2 (update the package that has this kind to read newer ones), got 3",
    );
  });
});

const numbers = (column: ColumnParts) => describeInputs(createDataset({ columns: { x: column } }));
const bytes = numbers({ values: new Uint8Array(4), shape: [2] });
const sequences = numbers({ values: new Float32Array(4), shape: [2], offsets: Int32Array.of(0, 2) });

test.each<[Parameters<typeof prepareInputs>, string]>([
  [[bytes, { y: [] }], "raws.x must be a list of examples, got undefined"],
  [[bytes, [[1, 2], [3]]], "raws[1] must be numbers of shape [2], got an array of length 1"],
  [[bytes, ["ab"]], 'raws[0] must be numbers of shape [2], got "ab"'],
  [[bytes, [[1, 256]]], "raws[0][1] must be a uint8 number, got 256"],
  [[bytes, [[1, 2], Float32Array.of(3, 0.5)]], "raws[1][1] must be a uint8 number, got 0.5"],
  [[sequences, [[1, 2, 3]]], "raws[0] must be numbers of shape [2] for each position, got an array of length 3"],
  [[sequences, [[1, Number.NaN]]], "raws[0][1] must be a float32 number, got NaN"],
  [
    [
      sequences,
      [
        [1, 2],
        [1, 1e39],
      ],
    ],
    "raws[1][1] must be a float32 number, got 1e+39",
  ],
  [
    [
      { ...bytes, z: bytes.x! },
      { x: [[1, 2]], z: [] },
    ],
    "raws.z must have 1 examples (as x), got 0",
  ],
  [
    [{ x: { ...bytes.x!, version: 2 as 1 } }, []],
    "descriptions.x.version must be 1 (update @dark-knowledge/datasets to read newer ones), got 2",
  ],
  [
    [{ x: { ...bytes.x!, transforms: [scale({ divide: [1] })] } }, []],
    "descriptions.x.transforms[0].divide must have 2 numbers (the last axis of an example), got 1",
  ],
  [[describeInputs(textColumn(words())), ["good grief"]], 'raws.text must have known texts only, got "grief"'],
])("prepareInputs(%o) is refused", (args, message) => {
  expect(() => prepareInputs(...args)).toThrow(`prepareInputs: ${message}`);
});

test("prepareInputs names the first example that its source does not take", () => {
  expect(() => prepareInputs(describeInputs(hashed), ["good", 7])).toThrow("prepareInputs: raws[1] must be a text");
  const encoded = describeInputs(withTransform(rows, encodeTable(rows)));
  expect(() => prepareInputs(encoded, [{ age: "old" }])).toThrow(
    'prepareInputs: raws[0] must have a number for "age", not "old"',
  );
  const broken = { width: 2, height: 2, data: new Uint8Array(5) };
  expect(() => prepareInputs(describeInputs(pictures), [broken])).toThrow(
    "prepareInputs: raws[0] must have 1 to 4 bytes for each of its 2 × 2 pixels, not 5 bytes",
  );
});
