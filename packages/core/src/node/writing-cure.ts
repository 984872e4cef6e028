/**
 * What somebody can do about a file or directory that could not be written, as a part of an error's line.
 *
 * @param error what the file system threw
 *
 * @example
 * ```ts
 * import { writingCure } from "@dark-knowledge/core/node";
 *
 * writingCure({ code: "ENOSPC" }); // => "make room on its disk"
 * writingCure({ code: "EACCES" }); // => "see that it can be written to"
 * ```
 */
export function writingCure({ code }: { readonly code?: string | undefined }): string {
  return code === "ENOSPC" ? "make room on its disk" : "see that it can be written to";
}
