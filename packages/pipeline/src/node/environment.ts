/**
 * What changes results only in their last digits, by name: the backend, the number of threads, versions. Finished stages of another
 * environment are neither mixed in nor run again without being asked.
 */
export type Environment = Readonly<Record<string, string | number>>;
