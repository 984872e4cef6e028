export { type DirectoryLock, type LockOptions, lockDirectory } from "./lock-directory.ts";
export { makeDirectory } from "./make-directory.ts";
export { type FileContent, type OpenDirectoryOptions, type OwnedDirectory, openDirectory } from "./open-directory.ts";
export { readRegularFile } from "./read-regular-file.ts";
export { writeDurably } from "./write-durably.ts";
export { writingCure } from "./writing-cure.ts";
