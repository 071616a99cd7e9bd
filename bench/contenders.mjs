// The ways to synthesize that are compared. Each works on a copy of the sources, in a folder that is thrown away.
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const sources = ["main.ts", "core", "modules", "stacks", "ops", "local", "cdktf.json"];
/** What the project's own commands need beside them. */
const files = ["tsconfig.json", "package.json", "services.json", "environments"];
const runner = 'import { main } from "./main";\nmain().then((exitCode) => (process.exitCode = exitCode));\n';

/**
 * A contender: its label, its command, and what it needs.
 * - `warmUp`: it keeps a cache, which a run that is not counted fills
 * - `before`: done before each run
 */
export function contenders(root, work) {
  const modules = join(root, "bench", "node_modules");
  const project = copyOf(root, join(work, "project"), [...sources, ...files]);
  const { app } = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8"));
  // `node <options> ops/load.mjs main.ts`, run from a folder with another services.json.
  const synthesize = app.split(" ").map((word) => (word === "ops/load.mjs" ? join(project, word) : word));

  const tsx = copyOf(root, join(work, "tsx"), sources);
  writeFileSync(join(tsx, "run.ts"), runner);

  const template = copyOf(root, join(work, "template"), sources);
  writeFileSync(join(template, "run.ts"), runner);
  writeAsTemplate(root, template);

  const awsCdk = join(work, "aws-cdk");
  execFileSync(process.execPath, [
    join(modules, "typescript", "bin", "tsc"),
    ...["--project", join(root, "bench", "aws-cdk"), "--outDir", awsCdk],
  ]);
  symlinkSync(modules, join(awsCdk, "node_modules"));

  return [
    { label: "this project, sources unchanged", key: "project", command: synthesize, warmUp: true },
    {
      label: "this project, after an edit",
      key: "edit",
      command: synthesize,
      before: () => appendFileSync(join(project, "stacks", "service-stack.ts"), "// edited\n"),
    },
    {
      label: "its sources run by tsx",
      key: "tsx",
      command: [process.execPath, join(modules, "tsx", "dist", "cli.mjs"), join(tsx, "run.ts")],
      warmUp: true,
    },
    {
      label: "CDKTF's template: ts-node, index",
      key: "template",
      command: [
        process.execPath,
        join(modules, "ts-node", "dist", "bin.js"),
        ...["--project", join(template, "tsconfig.json"), join(template, "run.ts")],
      ],
    },
    {
      label: "AWS CDK app, compiled",
      key: "awsCdk",
      command: [process.execPath, join(awsCdk, "app.js")],
      env: { CDK_OUTDIR: "cdk.out" },
    },
  ];
}

function copyOf(root, folder, entries) {
  mkdirSync(folder, { recursive: true });
  for (const entry of entries) cpSync(join(root, entry), join(folder, entry), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/**
 * Writes the sources as `cdktf init --template=typescript` has them: resources come from the provider's index, ts-node
 * checks the types and runs CommonJS, CDKTF resolves tokens by itself.
 */
function writeAsTemplate(root, folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith(".ts") || name.startsWith("node_modules")) continue;
    const file = join(folder, name);
    const source = readFileSync(file, "utf8")
      .replace("useFastResolver();", "")
      .replace("fileURLToPath(import.meta.url)", "__filename");
    writeFileSync(file, importFromIndex(source));
  }
  const { compilerOptions: strict } = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8"));
  const compilerOptions = {
    ...strict,
    module: "CommonJS",
    moduleResolution: "node10",
    verbatimModuleSyntax: false,
    noUnusedLocals: false, // the resolver's import
    incremental: false,
    tsBuildInfoFile: undefined,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["run.ts"] }));
}

/** `import { Vpc } from "@cdktf/provider-aws/lib/vpc"` becomes an import from the index and `import Vpc = vpc.Vpc`. */
function importFromIndex(source) {
  return source.replaceAll(
    /import (?:type )?\{([^}]*)\} from "@cdktf\/provider-aws\/lib\/([^"]+)";/g,
    (_, names, folder) => {
      const namespace = folder.replaceAll(/-([a-z0-9])/g, (_dash, letter) => letter.toUpperCase());
      const imports = names
        .split(",")
        .map((name) => name.replace("type ", "").trim())
        .filter((name) => name !== "")
        .map((name) => name.split(" as "))
        .map(([name, alias = name]) => `import ${alias} = ${namespace}Index.${name};`);
      return [`import { ${namespace} as ${namespace}Index } from "@cdktf/provider-aws";`, ...imports].join("\n");
    },
  );
}
