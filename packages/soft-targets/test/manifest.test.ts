import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, describe, expect, test } from "vitest";
import { parseManifest } from "../src/index.ts";
import { storedManifest } from "./fixtures/parse-stored.ts";
import { recordStore } from "./fixtures/record-store.ts";

const inside = useTemporaryDirectory();
const parse = (value: unknown) => parseManifest(JSON.stringify(value), "a/manifest.json");
// biome-ignore lint/suspicious/noExplicitAny: broken on purpose
let manifest: any;

beforeEach(async () => {
  await recordStore(inside("s"), { rowsPerShard: 4, augmentationSeeds: [0, 8] });
  manifest = storedManifest(inside("s"));
});

describe("parseManifest(text, where)", () => {
  test("gives back what was recorded", () => {
    expect(parse(manifest)).toEqual(manifest);
    expect(parse({ ...manifest, encoding: { kind: "top-k", k: 2, dtype: "float16" } }).encoding.kind).toBe("top-k");
  });

  test("names the field that is wrong", () => {
    const cure = "restore it from a copy, or record again";
    const cases: [string, unknown, string][] = [
      ["version", 0, "version must be 1"],
      ["classNames", [], "classNames must be a list of names"],
      ["classNames", ["a", 2], "classNames must be a list of names"],
      ["teacherFingerprint", "", "teacherFingerprint must be a text"],
      ["dataset", { size: 10 }, "dataset must be a size and idsSha256"],
      ["encoding", { kind: "dense", dtype: "int8" }, "encoding must be dense or top-k, of float16 or float32"],
      ["encoding", { kind: "top-k", k: 5, dtype: "float16" }, "encoding must be dense or top-k, of float16 or float32"],
      ["idType", "int16", 'idType must be "int32" or "int64"'],
      ["augmentationSeeds", [-1], "augmentationSeeds must be a list of 32-bit seeds"],
      ["augmentation", null, "augmentation must be an object"],
      ["rowsPerShard", 0, "rowsPerShard must be a positive integer"],
      ["isComplete", 1, "isComplete must be true or false"],
      ["shards", {}, "shards must be a list of shards"],
      ...[{}, [{ ids: [1] }], [{ augmentationSeed: 0, ids: [2, 1] }], [{ augmentationSeed: 0, ids: [-1] }]].map(
        (unanswered): [string, unknown, string] => [
          "unanswered",
          unanswered,
          "unanswered must be lists of ascending ids, each with its augmentationSeed",
        ],
      ),
    ];
    for (const [field, value, problem] of cases) {
      expect(() => parse({ ...manifest, [field]: value })).toThrow(
        `parseManifest: a/manifest.json: ${problem}; ${cure}`,
      );
    }
  });

  test("never names a file outside of the store's directory", () => {
    for (const file of ["../../etc/passwd", "/etc/passwd", "a/b", "..", "", "https://x"]) {
      const shards = [{ ...manifest.shards[0], file }, ...manifest.shards.slice(1)];
      expect(() => parse({ ...manifest, shards })).toThrow("shards must be a list of shards");
    }
  });

  test("finds shards that contradict each other or the whole", () => {
    const withShard = (index: number, change: object) => {
      const shards = manifest.shards.map((shard: object, place: number) =>
        place === index ? { ...shard, ...change } : shard,
      );
      return () => parse({ ...manifest, shards });
    };
    expect(withShard(1, { augmentationSeed: 7 })).toThrow("shards[1] has a seed that augmentationSeeds lacks");
    expect(withShard(1, { bytes: 79 })).toThrow("shards[1] has more rows than its bytes have room for");
    expect(withShard(1, { rows: 2 ** 40, lastId: 2 ** 41 })).toThrow("more rows than its bytes have room for");
    expect(withShard(1, { lastId: 5 })).toThrow("shards[1] has more rows than ids from firstId to lastId");
    expect(withShard(1, { firstId: 3, lastId: 9 })).toThrow(
      "shards[1] must have ids above those of the shard before it",
    );
    expect(withShard(1, { rows: 3 })).toThrow("shards must have 20 rows in all, not 19");
    const unanswered = [{ augmentationSeed: 0, ids: [9] }];
    expect(() => parse({ ...manifest, unanswered })).toThrow("shards must have 19 rows in all, not 20");
    expect(() => parse({ ...manifest, shards: manifest.shards.slice(1) })).toThrow("20 rows in all, not 16");
    expect(parse({ ...manifest, shards: manifest.shards.slice(0, 2), isComplete: false }).shards).toHaveLength(2);
  });

  test("refuses a newer version, another format, and what is no JSON", () => {
    expect(() => parse({ ...manifest, version: 3 })).toThrow(
      "parseManifest: a/manifest.json has version 3, newer than 2; update @dark-knowledge/soft-targets",
    );
    expect(() => parse({ format: "safetensors" })).toThrow(
      'parseManifest: a/manifest.json describes no soft targets (its format is "safetensors"); name a directory that holds them',
    );
    expect(() => parse(null)).toThrow("describes no soft targets (its format is undefined)");
    expect(() => parse({ format: "x\n".repeat(1e6) })).toThrow(/^[^\n]{1,300}$/);
    expect(() => parseManifest("x\n".repeat(1e6), "a/manifest.json")).toThrow(/^[^\n]{1,300}$/);
    expect(() => parseManifest("[".repeat(1e6), "a/manifest.json")).toThrow(/^[^\n]{1,300}$/);
    expect(() => parseManifest("{", "a/manifest.json")).toThrow(
      /^parseManifest: a\/manifest\.json is not JSON \(.*\); restore it from a copy, or record again$/,
    );
  });
});
