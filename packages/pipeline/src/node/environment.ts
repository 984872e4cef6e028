/**
 * Settings that change results only in their last digits, by name: the backend, the number of threads, versions.
 * Finished stages of another environment are neither used nor run again unless you choose so.
 */
export type Environment = Readonly<Record<string, string | number>>;
