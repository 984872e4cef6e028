import { formatPlural } from "@dark-knowledge/report";
import type { SoftTargetTask } from "@dark-knowledge/soft-targets";
import { importSoftTargets } from "@dark-knowledge/soft-targets/node";
import { loadAnswers } from "@dark-knowledge/training/node";
import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { addEncodingOptions, type EncodingFlags, encodingOf } from "../options/encoding-options.ts";
import { parseChoice, parsePositive } from "../options/shared-options.ts";
import { inWordsOfCommand } from "../terminal/in-words-of-command.ts";

type Kind = "probs" | "logits" | "logprobs" | "numbers";

interface ImportFlags extends EncodingFlags {
  readonly from: string;
  readonly kind: Kind;
  readonly task?: SoftTargetTask;
  readonly temperature?: number;
  readonly id?: string;
  readonly column?: string;
  readonly classNames?: readonly string[];
}

/** Makes the `soft-targets import` command. */
export function importSoftTargetsCommand(context: CommandContext): Command {
  const command = new Command("import")
    .description("turn answers that you already have into soft targets")
    .argument("<directory>", "the directory for the answers")
    .requiredOption("--from <file>", "a table (.csv, .tsv, .jsonl, .parquet, .arrow), .npy or .npz")
    .requiredOption("--kind <kind>", "what the answers are: probs, logits, logprobs or numbers", parseKind)
    .option(
      "--task <kind>",
      "classes (one for each example), several-classes (a probability for each by itself) or numbers (default: as --kind says)",
      parseTask,
    )
    .option("--temperature <t>", "the temperature of the probabilities (default: 1)", parsePositive)
    .option("--id <column>", "the column of the ids (default: id, where there is one)")
    .option("--column <column>", "the column of the answers, where it holds a list for each row")
    .option("--class-names <names>", "the names of the classes or outputs, with commas between them", (text) =>
      text.split(","),
    );
  addEncodingOptions(command);
  return command.action((directory: string, flags: ImportFlags) => importAnswers(directory, flags, context));
}

async function importAnswers(
  directory: string,
  flags: ImportFlags,
  { stdout, stderr, signal }: CommandContext,
): Promise<void> {
  const { from, kind, task, temperature, id, column, classNames } = flags;
  const loaded = await loadAnswers(from, {
    kind: kind === "logprobs" ? "logProbs" : kind,
    ...(id === undefined ? {} : { idColumn: id }),
    ...(column === undefined ? {} : { column }),
    ...(classNames === undefined ? {} : { classNames }),
  });
  const { answers, teacherFingerprint } = await importSoftTargets(directory, {
    ...loaded,
    ...(task === undefined ? {} : { task }),
    ...(temperature === undefined ? {} : { temperature }),
    encoding: encodingOf(flags),
    signal,
    onWait: (line) => stderr.write(`${line.replace(/^\w+: /, "")}\n`),
    onWarning: (line) => stderr.write(`warning: ${inWordsOfCommand(line)}\n`),
  });
  const [shown, more] = [loaded.classNames.slice(0, 6), loaded.classNames.length > 6 ? ", …" : ""];
  stdout.write(`${formatPlural(answers, "answer")} in ${directory}\n`);
  const columns =
    kind === "numbers" ? formatPlural(loaded.classNames.length, "output") : `${loaded.classNames.length} classes`;
  stdout.write(`${columns}: ${shown.join(", ")}${more}\n`);
  stdout.write(`teacher ${teacherFingerprint}\n`);
}

function parseTask(text: string): SoftTargetTask {
  return parseChoice(text, ["classes", "several-classes", "numbers"]);
}

function parseKind(text: string): Kind {
  return parseChoice(text, ["probs", "logits", "logprobs", "numbers"]);
}
