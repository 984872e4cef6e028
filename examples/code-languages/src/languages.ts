/** The languages that the teacher knows, by the end of a file's name. Endings of several languages, such as .h and .m, are left out. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  ...{ s: "asm", asm: "asm", bat: "bat", cmd: "bat", c: "c", cs: "cs", cc: "cpp", cpp: "cpp", cxx: "cpp", hpp: "cpp" },
  ...{ clj: "clj", cljs: "clj", cmake: "cmake", coffee: "coffee", css: "css", csv: "csv", dart: "dart" },
  ...{ ex: "ex", exs: "ex", erl: "erl", f: "f90", f90: "f90", go: "go", groovy: "groovy", gradle: "groovy", hs: "hs" },
  ...{ htm: "html", html: "html", ini: "ini", cfg: "ini", java: "java", js: "js", mjs: "js", cjs: "js", json: "json" },
  ...{ jl: "jl", kt: "kt", lisp: "lisp", lsp: "lisp", lua: "lua", mk: "makefile", md: "md", ml: "ml", mli: "ml" },
  ...{ mm: "mm", pas: "pas", pp: "pas", pm: "pm", php: "php", ps1: "ps1", py: "py", r: "r", rb: "rb", rs: "rs" },
  ...{ scala: "scala", sh: "sh", bash: "sh", sql: "sql", swift: "swift", tex: "tex", sty: "tex", toml: "toml" },
  ...{ ts: "ts", tsx: "ts", v: "v", sv: "v", xml: "xml", yaml: "yaml", yml: "yaml" },
};

/** The same by the whole name. */
export const NAMED_FILES: Readonly<Record<string, string>> = {
  ...{ makefile: "makefile", gnumakefile: "makefile", dockerfile: "dockerfile", "cmakelists.txt": "cmake" },
};
