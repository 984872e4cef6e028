import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { findCompiler, findNodeHeaders } from "../../../src/node/internal/find-toolchain.ts";
import { fakeEnvironment, writeFiles } from "../fake-native.ts";

const inside = useTemporaryDirectory();

test("findCompiler takes $CXX first, then what is on the PATH, and nothing that does not answer", async () => {
  const environment = fakeEnvironment(inside(), { compiler: { output: "" } });
  expect(await findCompiler({ environment })).toEqual({ command: "c++", version: "fake c++ 1.2.3" });
  const CXX = inside("bin", "c++");
  expect(await findCompiler({ environment: { ...environment, CXX } })).toMatchObject({ command: CXX });
  expect(await findCompiler({ environment: { ...environment, CXX: inside("none") } })).toMatchObject({
    command: "c++",
  });
  expect(await findCompiler({ environment: { PATH: inside("empty") } })).toBeUndefined();
});

test("findNodeHeaders takes npm's nodedir first", async () => {
  const environment = fakeEnvironment(inside(), { headers: true });
  expect(await findNodeHeaders({ environment })).toBe(inside("node", "include", "node"));
});

test("findNodeHeaders finds those that node-gyp has downloaded, if there are no others", async () => {
  const cached = inside(".cache", "node-gyp", process.versions.node, "include", "node");
  writeFiles(cached, { "node_api.h": "" });
  writeFiles(inside(".cache", "node-gyp", "99.0.0", "include", "node"), { "node_api.h": "" });
  const found = await findNodeHeaders({ environment: { HOME: inside(), PATH: inside("empty") } });
  // Where Node's own are installed, they come first.
  const installed = await findNodeHeaders({ environment: { HOME: inside("nobody"), PATH: inside("empty") } });
  expect(found).toBe(installed ?? cached);
});
