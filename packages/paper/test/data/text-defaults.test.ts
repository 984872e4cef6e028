import { expect, test } from "vitest";
import { textDefaults } from "../../src/data/text-defaults.ts";

const data = { path: "a.csv", label: "kind", text: "note" };

test("texts are read word by word where a net reads sequences", () => {
  for (const role of ["student", "teacher", "net"]) {
    expect(textDefaults({ data, [role]: { kind: "lstm", recurrent: [3] } })).toEqual({ data: { textAs: "words" } });
  }
  expect(textDefaults({ data, student: { kind: "embedding", units: 3 } })).toEqual({});
  expect(textDefaults({ data: { path: "a.csv" }, student: { kind: "gru" } })).toEqual({});
});
