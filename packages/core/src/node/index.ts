export { type DirectoryLock, LOCK_FILE, lockDirectory } from "./lock-directory.ts";
export { makeDirectory } from "./make-directory.ts";
export { PART_SUFFIX, writeDurably } from "./write-durably.ts";
export { writingCure } from "./writing-cure.ts";
