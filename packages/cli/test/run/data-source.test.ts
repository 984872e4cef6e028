import { join } from "node:path";
import { expect, test } from "vitest";
import { dataSource } from "../../src/run/data-source.ts";
import { TextStream } from "../fixtures/text-stream.ts";

const { signal } = new AbortController();
const context = (environment: Record<string, string>) => ({
  ...{ stdout: new TextStream(), stderr: new TextStream(), signal, threads: false, environment },
});

test("data comes from the option, the variable, the cache", () => {
  expect(dataSource({ dataDir: "here" }, context({ XDG_CACHE_HOME: "/cache" }))).toEqual({
    ...{ directory: "here", cache: join("/cache", "dark-knowledge"), signal },
  });
  expect(dataSource({}, context({ DARK_KNOWLEDGE_DATA: "/shared" }))).toMatchObject({ shared: "/shared" });
  expect(dataSource({}, context({})).cache).toMatch(/dark-knowledge$/);
});
