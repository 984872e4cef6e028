import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { checkNative } from "../native/check-native.ts";
import { findTensorflowPackage, TENSORFLOW_PACKAGE_VERSION } from "../native/find-tensorflow-package.ts";
import { findCompiler, findNodeHeaders } from "../native/find-toolchain.ts";
import { installBinding } from "../native/install-binding.ts";
import { findInstalledLibtensorflow } from "../native/internal/find-installed-libtensorflow.ts";
import type { BinaryPlatform } from "../native/internal/platform-of-binary.ts";
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
        unpacks what is needed of the wheel; Python is not needed afterwards
  $ dark-knowledge native install --from /opt/libtensorflow
        the official C library, unpacked; its .tar.gz does as well
  $ dark-knowledge native install --check
        what is there, and what to do about what is not`;

/** Makes the `native` command. */
export function nativeCommand(context: CommandContext): Command {
  const withSource = (command: Command) =>
    command
      .option("--from <path>", "a directory, a wheel or a tarball with libtensorflow (default: the one installed here)")
      .option("--into <directory>", "the folder of tfjs-node or tfjs-node-gpu (default: the one that is used here)")
      .option("--gpu", "it must compute on a CUDA device");
  return new Command("native")
    .description("build the binding of tfjs-node against a TensorFlow that you have")
    .addCommand(
      withSource(new Command("install").description("build it, or with --check say what is missing"))
        .option("--check", "only say what is there and what is missing")
        .addHelpText("after", HELP)
        .action((flags: NativeFlags) => (flags.check ? check(flags, context) : install(flags, context))),
    )
    .addCommand(
      withSource(new Command("check").description("say what is there and what is missing")).action(
        (flags: NativeFlags) => check(flags, context),
      ),
    );
}

function hereOf(): BinaryPlatform {
  return { os: process.platform, arch: process.arch };
}

async function check({ from, into, gpu = false }: NativeFlags, context: CommandContext): Promise<void> {
  const checks = await checkNative({ ...context, from, into, gpu, cwd: process.cwd(), here: hereOf() });
  context.stdout.write(`${alignColumns(checks.map(({ name, state, text }) => [name, state, text]))}\n`);
  const missing = checks.filter(({ state }) => state === "missing").map(({ name }) => name);
  if (missing.length > 0) throw new Error(`native: missing: ${missing.join(", ")}`);
}

async function install({ from, into, gpu = false }: NativeFlags, context: CommandContext): Promise<void> {
  const here = hereOf();
  if (here.os === "win32") {
    throw new Error(
      'native install: not on Windows; run "npm install @tensorflow/tfjs-node@4.22.0" with its build tools',
    );
  }
  const found = findTensorflowPackage({ into, cwd: process.cwd() });
  const install = `npm install --ignore-scripts @tensorflow/tfjs-node@${TENSORFLOW_PACKAGE_VERSION}`;
  if (found === undefined) throw new Error(`native install: tfjs-node is not installed; run "${install}"`);
  if (found.version !== TENSORFLOW_PACKAGE_VERSION) {
    throw new Error(`native install: ${found.name} has version ${found.version}; run "${install}"`);
  }
  const compiler = await findCompiler(context);
  const nodeHeaders = await findNodeHeaders(context);
  const source = from ?? (await findInstalledLibtensorflow(context));
  if (compiler === undefined || nodeHeaders === undefined || source === undefined) {
    const missing =
      compiler === undefined ? "C++ compiler" : nodeHeaders === undefined ? "headers of Node" : "libtensorflow";
    throw new Error(`native install: found no ${missing}; run "dark-knowledge native install --check"`);
  }
  const proof = await installBinding({
    ...{ package: found, compiler: compiler.command, nodeHeaders, gpu, from: source, here },
    environment: context.environment,
    signal: context.signal,
    report: (line) => context.stderr.write(`${line}\n`),
  });
  context.stdout.write(
    `${found.name} ${found.version} runs on TensorFlow ${proof.tensorflow}, on the ${proof.device}\n` +
      `binding  ${found.directory}\n`,
  );
}
