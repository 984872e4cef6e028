import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { type CommandContext, distillCommand } from "./distill-command.ts";
import { doctorCommand } from "./doctor-command.ts";
import { nativeCommand } from "./native/native-command.ts";
import { reportCommand } from "./report-command.ts";
import { reproduceCommand } from "./reproduce/reproduce-command.ts";
import { softTargetsCommand } from "./soft-targets-command.ts";

/**
 * Runs the command line and resolves to its exit code: 0 when all went well, 1 when something failed, 2 when the words
 * were wrong, 130 when it was interrupted. Every failure is one line on stderr.
 */
export async function main(args: readonly string[], context: CommandContext): Promise<number> {
  const { version } = createRequire(import.meta.url)("../package.json") as { version: string };
  const program = new Command("dark-knowledge")
    .description("Knowledge distillation for TypeScript: train a big net, and teach a small one what it knows.")
    .version(version)
    .addCommand(distillCommand(context))
    .addCommand(doctorCommand(context))
    .addCommand(nativeCommand(context))
    .addCommand(reportCommand(context))
    .addCommand(reproduceCommand(context))
    .addCommand(softTargetsCommand(context));
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });
  }
  try {
    await program.parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    context.stderr.write(`error: ${(error as Error).message}\n`);
    return context.signal.aborted ? 130 : 1;
  }
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}
