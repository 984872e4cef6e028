/** Pairs: a cure that errors of the library advise by its own options, and the one that a command has. */
const CURES = [
  ['(onBroken: "skip" leaves it out)', "(remove or replace this file)"],
  ["pass { overwrite: true }", "pass --overwrite"],
  [", and classNames has ", ", and --class-names has "],
  [
    "record its answers with omitUnanswered and allowUnanswered, or ask it with collectAnswers, and continue with the examples that it answers",
    "with --folds it must answer all that it has not learned from",
  ],
  ["they are probabilities, give them as probs", "they are probabilities, pass --kind probs"],
] as const;

/** Pairs: how errors about the value of an option begin in the library, and that option. */
const OPTIONS = [
  [/^importSoftTargets: temperature(?= )/, "--temperature"],
  [
    /^createSoftTargetWriter: encoding\.kind must be one of "dense", got "top-k"$/,
    "--top-k must be left out for numbers and several classes, of which all answers are kept",
  ],
  [/^(?:importSoftTargets|loadAnswers): /, "--from: "],
  [
    /^(?:toTeacherFunction|answerLogits|openTeacher|commandTeacher|httpTeacher|onnxTeacher): (?:teacher\.)?/,
    "--teacher: ",
  ],
] as const;

/** Rewords a message that names a function of the library, or advises one of its options, which a command does not have. */
export function inWordsOfCommand(message: string): string {
  const named = OPTIONS.reduce((text, [library, option]) => text.replace(library, option), message);
  return CURES.reduce((text, [library, command]) => text.replaceAll(library, () => command), named);
}
