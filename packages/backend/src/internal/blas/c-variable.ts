import type { SharedLibrary } from "./shared-library.ts";

/** An environment variable as C sees it: `process.env` of a worker thread is a copy that no library reads. */
export interface CVariable {
  /** Its value; undefined where it is not set. */
  read(): string | undefined;
  /** Runs `use` with another value, or with none, and then puts back what was there. */
  during<Result>(value: string | undefined, use: () => Result): Result;
}

/** A variable of this process, by the functions of its own C library. */
export function cVariable(name: string, self: SharedLibrary): CVariable {
  const get = self.func("const char* getenv(const char*)") as (name: string) => string | null;
  const put = self.func("int setenv(const char*, const char*, int)") as (...args: [string, string, number]) => number;
  const remove = self.func("int unsetenv(const char*)") as (name: string) => number;
  const write = (value: string | undefined) => {
    if (value === undefined) remove(name);
    else put(name, value, 1);
  };
  const read = () => get(name) ?? undefined;
  return {
    read,
    during(value, use) {
      const before = read();
      write(value);
      try {
        return use();
      } finally {
        write(before);
      }
    },
  };
}
