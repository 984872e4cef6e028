import { assertFields } from "../assert-fields.ts";

/**
 * Suggests what to do about a file or directory that could not be written, as a part of an error message.
 *
 * @param error the error of the file system
 *
 * @example
 * ```ts
 * import { writingCure } from "@dark-knowledge/core/node";
 *
 * writingCure({ code: "ENOSPC" }); // => "make room on its disk"
 * writingCure({ code: "EACCES" }); // => "make sure that it can be written to"
 * ```
 */
export function writingCure(error: { readonly code?: string | undefined }): string {
  assertFields("writingCure", { error }, { error: "object" });
  const { code } = error;
  return code === "ENOSPC" ? "make room on its disk" : "make sure that it can be written to";
}
