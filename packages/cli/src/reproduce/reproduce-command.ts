import { Command } from "commander";
import type { CommandContext } from "../distill-command.ts";
import { mnistCommand } from "./mnist-command.ts";
import { specialistsCommand } from "./specialists-command.ts";

/** Makes the `reproduce` command, which has one subcommand for each experiment of the paper that can be run. */
export function reproduceCommand(context: CommandContext): Command {
  return new Command("reproduce")
    .description("run an experiment of the paper")
    .addCommand(mnistCommand(context))
    .addCommand(specialistsCommand(context));
}
