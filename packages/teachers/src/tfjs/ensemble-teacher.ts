import { ArgumentError, assertFields, formatValue } from "@dark-knowledge/core";
import { createEnsembleAccumulator, type EnsembleOptions } from "@dark-knowledge/ensemble";
import { answerLogits } from "../answer-logits.ts";
import type { ExternalTeacher, TeacherRequest } from "../external-teacher.ts";
import { assertRequest } from "../internal/assert-request.ts";
import { mapClasses } from "../map-classes.ts";

/** Several teachers as one. */
export interface EnsembleTeacher extends ExternalTeacher {
  readonly classNames: readonly string[];
  /** `unanswered` is 1 for an example that one of the members did not answer. */
  answer(request: TeacherRequest): Promise<{ readonly logits: Float32Array; readonly unanswered: Uint8Array }>;
  /** Closes the members. */
  close(): Promise<void>;
}

/**
 * Makes one teacher of several, of whatever kind: the mean of their predictions, as `createEnsemble` of `@dark-knowledge/ensemble` takes it.
 *
 * It is for classes of which an example has one. All members name theirs; the ensemble has those of the first, and each other one has to
 * know them all. The members are asked at the same time. An example that one of them does not answer is unanswered.
 *
 * @throws ArgumentError when there is no member, one does not name its classes or lacks one, or an option is missing or out of range
 *
 * @example
 * ```ts
 * import { ensembleTeacher } from "@dark-knowledge/teachers/tfjs";
 *
 * const members = [
 *   { classNames: ["left", "right"], answer: () => ({ probs: [[0.9, 0.1]] }) },
 *   { classNames: ["right", "left"], answer: () => ({ logits: [[0, 0]] }) },
 * ];
 * const teacher = ensembleTeacher(members, { mean: "arithmetic", order: "average-then-soften", temperature: 1 });
 * const { logits } = await teacher.answer({ ids: Int32Array.of(0), features: { values: Float32Array.of(0), shape: [1, 1] } });
 * Array.from(logits, Math.exp); // ≈ [0.7, 0.3]
 * ```
 */
export function ensembleTeacher(members: readonly ExternalTeacher[], options: EnsembleOptions): EnsembleTeacher {
  if (!Array.isArray(members) || members.length === 0)
    fail("members", "must hold at least one teacher", formatValue(members));
  const classNames = namesOf(members, 0);
  const columns = members.map((_, index) => mapClasses(namesOf(members, index), classNames));
  const lacking = columns.findIndex((mapping) => mapping.includes(-1));
  if (lacking >= 0) {
    const name = classNames[columns[lacking]!.indexOf(-1)];
    fail(
      `members[${lacking}].classNames`,
      "must have all classes of the first member",
      `none called ${formatValue(name)}`,
    );
  }
  const accumulate = (rows: number) =>
    createEnsembleAccumulator({ ...options, members: members.length, rows, classes: classNames.length });
  // Checks the options before anybody is asked.
  accumulate(0);
  return {
    classNames,
    async answer(request) {
      assertRequest("ensembleTeacher", request);
      const rows = request.ids.length;
      const accumulator = accumulate(rows);
      const unanswered = new Uint8Array(rows);
      const answers = await Promise.all(members.map(async (member) => member.answer(request)));
      for (const [index, answer] of answers.entries()) {
        const classCount = members[index]!.classNames!.length;
        const { logits } = answerLogits(answer, { rows, classCount, ids: request.ids });
        const own = new Float32Array(rows * classNames.length);
        columns[index]!.forEach((column, at) => {
          for (let row = 0; row < rows; row++) own[row * classNames.length + at] = logits[row * classCount + column]!;
        });
        for (let row = 0; row < rows; row++) if (Number.isNaN(logits[row * classCount])) unanswered[row] = 1;
        accumulator.add(own);
      }
      return { logits: accumulator.logits(), unanswered };
    },
    async close() {
      await Promise.all(members.map((member) => member.close?.()));
    },
  };
}

function namesOf(members: readonly ExternalTeacher[], index: number): readonly string[] {
  const at = `members[${index}]`;
  assertFields("ensembleTeacher", members[index], { answer: "function" }, { argument: at, prefix: `${at}.` });
  const { classNames } = members[index]!;
  if (classNames === undefined) fail(`members[${index}].classNames`, "must be given", "undefined");
  return classNames;
}

function fail(argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName: "ensembleTeacher", argument, expected, received, code: "state" });
}
