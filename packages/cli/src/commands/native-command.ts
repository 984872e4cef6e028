import { checkNativeBinding, installNativeBinding } from "@dark-knowledge/backend/node";
import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { alignColumns } from "../terminal/align-columns.ts";

interface NativeFlags {
  readonly from?: string;
  readonly into?: string;
  readonly gpu?: boolean;
  readonly check?: boolean;
}

const HELP = `
What it does:
  Compiles the binding of @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu (the same sources) against a TensorFlow
  that you have, so that training runs on it. Nothing is downloaded; what was there stays until the new binding has
  been seen to compute.

Examples:
  $ pip install tensorflow && dark-knowledge native install
        uses the libtensorflow inside Python's package
  $ pip download --no-deps tensorflow-cpu && dark-knowledge native install --from tensorflow_cpu-*.whl
        unpacks the needed part of the wheel; Python is not needed afterwards
  $ dark-knowledge native install --from /opt/libtensorflow
        the official C library, unpacked; its .tar.gz does as well
  $ dark-knowledge native install --check
        what is there, what is missing, and how to get it`;

/** Creates the `native` command. */
export function nativeCommand(context: CommandContext): Command {
  const withSource = (command: Command) =>
    command
      .option("--from <path>", "a directory, a wheel or a tarball with libtensorflow (default: the one installed here)")
      .option("--into <directory>", "the folder of tfjs-node or tfjs-node-gpu (default: the one used here)")
      .option("--gpu", "require that it computes on a CUDA device");
  return new Command("native")
    .description("build the binding of tfjs-node against a TensorFlow that you have")
    .addCommand(
      withSource(new Command("install").description("build the binding; with --check only list what is missing"))
        .option("--check", "only list what is there and what is missing")
        .addHelpText("after", HELP)
        .action((flags: NativeFlags) => (flags.check ? check(flags, context) : install(flags, context))),
    )
    .addCommand(
      withSource(new Command("check").description("list what is there and what is missing")).action(
        (flags: NativeFlags) => check(flags, context),
      ),
    );
}

async function check({ from, into, gpu }: NativeFlags, context: CommandContext): Promise<void> {
  const checks = await named(checkNativeBinding({ ...context, from, into, gpu, cwd: process.cwd() }));
  context.stdout.write(`${alignColumns(checks.map(({ name, state, text }) => [name, state, text]))}\n`);
  const missing = checks.filter(({ state }) => state === "missing").map(({ name }) => name);
  if (missing.length > 0) throw new Error(`native: missing: ${missing.join(", ")}`);
}

async function install({ from, into, gpu }: NativeFlags, context: CommandContext): Promise<void> {
  const onStep = (step: string) => context.stderr.write(`${step}\n`);
  const built = await named(installNativeBinding({ ...context, from, into, gpu, cwd: process.cwd(), onStep }));
  context.stdout.write(
    `${built.package.name} ${built.package.version} runs on TensorFlow ${built.tensorflow}, on the ${built.device}\n` +
      `binding  ${built.package.directory}\n`,
  );
}

/** Rewords the library's errors about arguments in terms of options. */
function named<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: Error) => {
    const message = error.message
      .replace(/^(?=(from|into): )/, "--")
      .replace(/^installNativeBinding:/, "native install:");
    throw message === error.message ? error : new Error(message, { cause: error });
  });
}
