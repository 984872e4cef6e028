import { join } from "node:path";
import { type Experiment, type ExperimentFacts, runExperiment } from "@dark-knowledge/paper";
import { OtherEnvironmentError } from "@dark-knowledge/pipeline/node";
import { recordLines } from "@dark-knowledge/report";
import { Command, Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { describeOptions } from "../options/describe-options.ts";
import { readSpec } from "../options/read-spec.ts";
import { nameOption, resolveOptions } from "../options/resolve-options.ts";
import { SHARED_OPTIONS, type SharedFlags } from "../options/shared-options.ts";
import { chooseBackend } from "../run/choose-backend.ts";
import { createRunner } from "../run/create-runner.ts";
import { assertTakesDirectory, dataSource } from "../run/data-source.ts";
import { describeBudget } from "../run/describe-budget.ts";
import { rejectOnAbort } from "../run/reject-on-abort.ts";
import { teacherAccess } from "../run/teacher-access.ts";
import { watchAnswers } from "../run/watch-answers.ts";
import { watchPipeline } from "../run/watch-pipeline.ts";
import { alignColumns } from "../terminal/align-columns.ts";
import { createProgress } from "../terminal/progress.ts";
import { reportDownload } from "../terminal/report-download.ts";
import { UsageError } from "../usage-error.ts";

type Flags = SharedFlags & Readonly<Record<string, unknown>>;

/**
 * Creates the command of an experiment. The settings come from the experiment; the options of where and how to run are
 * common to all.
 */
export function experimentCommand<Spec extends object>(
  experiment: Experiment<Spec>,
  help: string,
  context: CommandContext,
): Command {
  const command = new Command(experiment.name).description(experiment.description);
  SHARED_OPTIONS.spec(command);
  for (const { flags, meaning, fallback } of describeOptions(experiment)) {
    command.addOption(new Option(flags, fallback === undefined ? meaning : `${meaning} (default: ${fallback})`));
  }
  for (const name of experiment.prepare === undefined ? [] : (["budget", "price"] as const)) {
    SHARED_OPTIONS[name](command);
  }
  for (const name of ["dataDir", "out", "workers", "backend", "keep", "retrain", "quiet", "json"] as const) {
    SHARED_OPTIONS[name](command);
  }
  return command.addHelpText("after", help).action((flags: Flags) => runCommand(experiment, flags, context, command));
}

async function runCommand<Spec extends object>(
  experiment: Experiment<Spec>,
  flags: Flags,
  context: CommandContext,
  command: Command,
): Promise<void> {
  const { stdout, stderr, signal } = context;
  if (flags.keep && flags.retrain) throw new UsageError("--keep and --retrain exclude each other; give one of them");
  const file = await readSpec(flags.spec);
  const { options } = experiment;
  const spec = resolveOptions(experiment, options, flags, (parts) => experiment.resolve(file, ...parts));
  assertTakesDirectory(experiment, spec, flags.dataDir);
  const stages = resolveOptions(experiment, options, flags, () => experiment.stages(spec));
  const access = teacherAccess(nameOfTeacher(spec, flags), flags, context);
  const directory = flags.out ?? join("runs", experiment.folder(spec));
  const choice = await chooseBackend(flags.backend);
  const { runner, threads } = createRunner(choice, flags.workers, stages.length, context);
  const progress = createProgress(stderr, { quiet: flags.quiet ?? false });
  const source = { ...dataSource(flags, context), onDownload: reportDownload(progress) };
  const answers = watchAnswers(progress);
  try {
    const run = runExperiment(experiment, spec, {
      ...{ directory, source, runner, choice, threads, signal, access, onAnswers: answers.onAnswers },
      command: command.createHelp().commandUsage(command).replace("[options]", "--spec spec.json"),
      now: () => performance.now(),
      otherEnvironment: flags.keep ? "keep" : flags.retrain ? "rerun" : "refuse",
      onData: ({ facts = [] }) => {
        if (!flags.quiet) stderr.write(facts.map((line) => `${line}\n`).join(""));
      },
      onEvent: watchPipeline(progress),
      onWait: (line) => stderr.write(`${line.replace(/^\w+: /, "")}\n`),
    });
    const { record, failures, kept, pages } = await Promise.race([run, rejectOnAbort(signal)]);
    progress.stop();
    const [failed] = [...failures].map(([name, { message }]) => `${name}: ${message}`);
    if (flags.json) stdout.write(recordLines(record));
    else {
      const places = [
        ["report", join(directory, "report.html")],
        ["record", join(directory, "record.jsonl")],
        ...Object.entries(pages),
        ...Object.entries(kept).map(([name, folder]) => [name, join(folder, "model.json")]),
      ];
      // Unlimited in a pipe.
      const summary = experiment.summary(record, stdout.isTTY ? stdout.columns : undefined);
      stdout.write(`\n${summary}\n\n${alignColumns(places)}\n`);
    }
    if (failed) throw new Error(`${failed}; the record of all others is ${join(directory, "record.jsonl")}`);
  } catch (error) {
    progress.stop();
    if (signal.aborted) throw new Error(`interrupted; run the same command again to resume from ${directory}`);
    throw describeFailure(experiment, flags, describeBudget(error, flags, answers.reached, directory));
  } finally {
    await runner.close();
  }
}

/** Returns the name of a teacher from elsewhere; of a service with the query that its specification leaves out. */
function nameOfTeacher(spec: object, { teacher }: Flags): string | undefined {
  const { from } = (spec as { readonly teacher?: { readonly from?: string } }).teacher ?? {};
  return from === undefined ? undefined : typeof teacher === "string" ? teacher : from;
}

/** Rewords errors of the libraries in terms of the command. */
function describeFailure({ options }: Pick<ExperimentFacts, "options">, flags: Flags, error: unknown): unknown {
  if (OtherEnvironmentError.is(error)) return new Error(describeEnvironment(error));
  const given = options.filter(({ name }) => flags[name] !== undefined);
  return replaceNames(nameOption(given, error, options) as Error);
}

function describeEnvironment({ stages, differences }: OtherEnvironmentError): string {
  const count = `${stages.length} ${stages.length === 1 ? "stage was" : "stages were"}`;
  return `${count} trained in another environment (${differences.join("; ")}); add --keep to use them as they are, or --retrain to train them again`;
}

/** The libraries know no options: a directory that cannot be written to is that of `--out`. */
function replaceNames(error: Error): Error {
  return /^(runExperiment|runPipeline): /.test(error.message)
    ? new Error(error.message.replace(/^\w+/, "--out"), { cause: error })
    : error;
}
