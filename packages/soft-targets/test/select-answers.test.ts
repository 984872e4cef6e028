import { describe, expect, it } from "vitest";
import { selectAnswers } from "../src/index.ts";

describe("selectAnswers(answers, rows, { classCount })", () => {
  it("takes full rows in any order, repeated too, as copies", () => {
    const logits = Float32Array.of(1, 2, 3, 4, 5, 6);
    const selected = selectAnswers({ kind: "dense", logits }, [2, 0, 2], { classCount: 2 });
    expect(selected).toEqual({ kind: "dense", logits: Float32Array.of(5, 6, 1, 2, 5, 6) });
    selected.logits.fill(0);
    expect(Array.from(logits)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("takes the classes, logits and tail of top-k rows", () => {
    const answers = {
      ...({ kind: "top-k", indices: Int32Array.of(7, 3, 0, 9) } as const),
      ...{ logits: Float32Array.of(1, 2, 3, 4), tailLogits: Float32Array.of(-1, -2) },
    };
    expect(selectAnswers(answers, [1], { classCount: 10 })).toEqual({
      ...{ kind: "top-k", indices: Int32Array.of(0, 9) },
      ...{ logits: Float32Array.of(3, 4), tailLogits: Float32Array.of(-2) },
    });
  });

  it("takes no rows", () => {
    const answers = { kind: "dense", logits: Float32Array.of(1, 2) } as const;
    expect(selectAnswers(answers, [], { classCount: 2 })).toEqual({ kind: "dense", logits: new Float32Array(0) });
  });
});
