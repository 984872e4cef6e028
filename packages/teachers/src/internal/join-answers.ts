import type { AnsweredLogits } from "../answer-logits.ts";
import type { AnswerTask, TeacherAnswer } from "../external-teacher.ts";

/** The answers to the pieces of a batch as one; examples without an answer are rows of NaN there. */
export function joinAnswers(answers: readonly AnsweredLogits[], classCount: number, task: AnswerTask): TeacherAnswer {
  const joined = new Float32Array(answers.reduce((sum, { logits }) => sum + logits.length, 0));
  let at = 0;
  for (const { logits } of answers) {
    joined.set(logits, at);
    at += logits.length;
  }
  const [first] = answers;
  const form = first === undefined ? {} : { givenAs: first.givenAs };
  const rows = task === "numbers" ? { numbers: joined } : { logits: joined };
  if (answers.every(({ unanswered }) => unanswered === 0)) return { ...rows, ...form };
  const unanswered = Uint8Array.from({ length: joined.length / classCount }, (_, row) =>
    Number(Number.isNaN(joined[row * classCount])),
  );
  return { ...rows, unanswered, ...form };
}
