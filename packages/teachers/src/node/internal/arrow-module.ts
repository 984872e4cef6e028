/** Loads what reads and writes Arrow streams, as soon as a process speaks them; where its package is not installed, says so. */
export async function arrowModule(): Promise<typeof import("../../arrow/arrow-streams.ts").arrowStreams> {
  try {
    return (await import("../../arrow/arrow-streams.ts")).arrowStreams;
  } catch (cause) {
    throw new Error("speaks Arrow, which needs the package apache-arrow; run npm install apache-arrow", { cause });
  }
}
