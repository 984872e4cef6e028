const controller = new AbortController();
// Only the first Ctrl-C is handled: a second one ends the process at once.
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => controller.abort(new Error("interrupted")));
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  // The reader has read enough, as in `dark-knowledge --help | head -1`.
  if (code === "EPIPE") process.exit(0);
  process.stderr.write(`error: cannot write to the standard output (${code})\n`);
  process.exit(1);
});
// The work goes on without a reader of its progress.
process.stderr.on("error", () => {});

const { main } = await import("./main.ts").catch(({ message }: Error) => {
  const [reason] = message.split("\n");
  process.stderr.write(`error: cannot load the command (${reason}); let a process open more files (ulimit -n)\n`);
  process.exit(1);
});
const code = await main(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  signal: controller.signal,
  threads: true,
});
// What was interrupted may still wait for something that never comes.
if (controller.signal.aborted) process.exit(code);
process.exitCode = code;
