import { oneLine } from "@dark-knowledge/core";
import * as paper from "@dark-knowledge/paper";
import { BudgetError } from "@dark-knowledge/teachers";
import { Command, CommanderError } from "commander";
import type { CommandContext } from "./command-context.ts";
import { compressCommand } from "./commands/compress-command.ts";
import { doctorCommand } from "./commands/doctor-command.ts";
import { experimentCommand } from "./commands/experiment-command.ts";
import * as help from "./commands/experiment-help.ts";
import { exportCommand } from "./commands/export-command.ts";
import { nativeCommand } from "./commands/native-command.ts";
import { reportCommand } from "./commands/report-command.ts";
import { softTargetsCommand } from "./commands/soft-targets-command.ts";
import { evaluateCommand, predictCommand } from "./commands/student-commands.ts";
import { inWordsOfCommand } from "./terminal/in-words-of-command.ts";
import { UsageError } from "./usage-error.ts";

/** Creates the whole command line. */
function createProgram(context: CommandContext): Command {
  return new Command("dark-knowledge")
    .description("Knowledge distillation for TypeScript: train a big net, and teach a small one what it knows.")
    .version(paper.versions()["dark-knowledge"]!)
    .hook("preAction", (_, command) => assertNoneEmpty(command))
    .addCommand(experimentCommand(paper.distill, help.DISTILL_HELP, context))
    .addCommand(predictCommand(context))
    .addCommand(evaluateCommand(context))
    .addCommand(exportCommand(context))
    .addCommand(compressCommand(context))
    .addCommand(doctorCommand(context))
    .addCommand(nativeCommand(context))
    .addCommand(reportCommand(context))
    .addCommand(
      new Command("reproduce")
        .description("run an experiment of the paper")
        .addCommand(experimentCommand(paper.mnist, help.REPRODUCE_HELP.mnist, context))
        .addCommand(experimentCommand(paper.specialists, help.REPRODUCE_HELP.specialists, context))
        .addCommand(experimentCommand(paper.speech, help.REPRODUCE_HELP.speech, context))
        .addCommand(experimentCommand(paper.regulariser, help.REPRODUCE_HELP.regulariser, context))
        .addCommand(experimentCommand(paper.intents, help.REPRODUCE_HELP.intents, context))
        .addCommand(experimentCommand(paper.compression, help.REPRODUCE_HELP.compression, context)),
    )
    .addCommand(softTargetsCommand(context));
}

/**
 * Runs the command line and resolves to its exit code: 0 for success, 1 for a failure, 2 for a usage error, 3 if a
 * budget is spent, 130 if interrupted. Every failure is one line on stderr.
 */
export async function main(args: readonly string[], context: CommandContext): Promise<number> {
  const program = createProgram(context);
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });
  }
  try {
    await Promise.race([program.parseAsync([...args], { from: "user" }), rejectLate(context.signal)]);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    context.stderr.write(`error: ${oneLine(inWordsOfCommand((error as Error).message), 1000)}\n`);
    if (context.signal.aborted) return 130;
    if (error instanceof BudgetError) return 3;
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Throws a UsageError where an option or an argument is empty, as that of a shell is whose variable is not set. */
function assertNoneEmpty(command: Command): void {
  const values = command.opts();
  const option = command.options.find((one) => values[one.attributeName()] === "");
  const argument = command.registeredArguments.find((_, index) => [command.processedArgs[index]].flat().includes(""));
  const empty = option?.long ?? argument?.name();
  if (empty !== undefined) throw new UsageError(`${empty} must not be empty`);
}

/** How long a command that is interrupted may take to clear up: what it waits for may never come. */
const GRACE_MS = 5000;

function rejectLate(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const reason = () => reject(new Error("interrupted; run the same command again"));
    signal.addEventListener("abort", () => setTimeout(reason, GRACE_MS), { once: true });
  });
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
