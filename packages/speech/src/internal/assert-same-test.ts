import { assertFields, assertObject, formatValue } from "@dark-knowledge/core";
import type { CorpusWordErrors } from "../word-error-counts.ts";
import { fail } from "./fail.ts";

/** @throws ArgumentError unless both are word errors on the same utterances, at least one */
export function assertSameTest(functionName: string, first: CorpusWordErrors, second: CorpusWordErrors): void {
  for (const [argument, { utterances }] of [named("first", first), named("second", second)]) {
    for (const [index, utterance] of utterances.entries()) {
      const prefix = `${argument}.utterances[${index}]`;
      assertFields(functionName, utterance, FIELDS, { argument: prefix, prefix: `${prefix}.` });
      const count = (left: string) => utterance.alignment.filter((word) => word?.kind !== left).length;
      for (const [name, counted] of [["words", count("insertion")] as const, ["errors", count("correct")] as const]) {
        if (utterance[name] === counted) continue;
        const expected = `must be ${counted} (as its alignment)`;
        fail(functionName, "shape", `${prefix}.${name}`, expected, formatValue(utterance[name]));
      }
    }
  }
  const { length } = first.utterances;
  if (length === 0) fail(functionName, "shape", "first.utterances", "must have at least one utterance", "none");
  if (second.utterances.length !== length) {
    const received = String(second.utterances.length);
    fail(functionName, "shape", "second.utterances", `must have length ${length} (as first)`, received);
  }
  first.utterances.forEach(({ words }, index) => {
    const other = second.utterances[index]!.words;
    if (other === words) return;
    const where = `second.utterances[${index}].words`;
    fail(functionName, "shape", where, `must be ${words} (as first)`, String(other));
  });

  function named(argument: string, value: CorpusWordErrors): [string, CorpusWordErrors] {
    assertObject(functionName, argument, value);
    assertFields(functionName, value, { utterances: "objects" }, { argument, prefix: `${argument}.` });
    return [argument, value];
  }
}

const FIELDS = { words: "number", errors: "number", alignment: "objects" } as const;
