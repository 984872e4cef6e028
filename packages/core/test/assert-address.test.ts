import { describe, expect, it } from "vitest";
import { ArgumentError } from "../src/argument-error.ts";
import { assertAddress } from "../src/assert-address.ts";

describe("assertAddress(functionName, argument, value)", () => {
  it.each([
    "https://example.org/answers",
    "http://localhost:8080",
    "/models/letters",
    "answers",
    "https://example.org/@me",
    "https://example.org?mail=me@example.org",
    "no address",
    "https://[no-address",
  ])("accepts %s", (address) => {
    expect(assertAddress("load", "url", address)).toBeUndefined();
  });

  it.each([
    ["https://me:secret@example.org/answers", "range", "one with them"],
    ["HTTP://me@example.org", "range", "one with them"],
    ["https://me:se@cret@example.org", "range", "one with them"],
    ["https://:secret@example.org", "range", "one with them"],
    ["http:me:secret@example.org", "range", "one with them"],
    [" \\\\me:secret@example.org", "range", "one with them"],
    ["//me:secret@example.org/answers", "range", "one with them"],
    ["https://me:secret@example.org:port", "range", "one with them"],
    ["", "dtype", '""'],
    [7, "dtype", "7"],
    [undefined, "dtype", "undefined"],
  ])("refuses %j, and does not repeat a password", (value, code, received) => {
    const call = () => assertAddress("load", "url", value);
    expect(call).toThrow(ArgumentError);
    const message = `load: url must be an address without a user or a password, got ${received}`;
    expect(call).toThrow(expect.objectContaining({ message, code }));
  });
});
