/** What may be thrown about a file or an argument: `Error` itself, and the errors of the packages. */
const NAMES = new Set(["Error", "ArgumentError", "SpecError"]);

/**
 * Reads, and looks at what is thrown.
 *
 * @returns what is wrong with the error, undefined when nothing is, or when nothing was thrown
 */
export async function wrongRefusal(read: () => unknown): Promise<string | undefined> {
  try {
    await read();
    return undefined;
  } catch (error) {
    const { name, message, stack } = error as Error;
    // Of one line, and short enough to be read.
    if (NAMES.has(name) && /^[^\n]{1,500}$/.test(message)) return undefined;
    return `${name}: ${message.slice(0, 500)}\n${stack}`;
  }
}
