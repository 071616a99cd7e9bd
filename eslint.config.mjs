// The linter holds two borders (README, "Layout"): imports point one way, and CDKTF stays where it can be replaced.
import tseslint from "typescript-eslint";

const folders = ["core", "modules", "stacks", "ops", "local"];

/** Forbids imports of the named folders and packages. */
function forbid(allowed, { cdktf, node }) {
  const patterns = [
    {
      group: folders
        .filter((folder) => !allowed.includes(folder))
        .flatMap((folder) => [`**/${folder}/*`, `**/${folder}/**`]),
      message: "Imports point one way: main -> stacks -> modules -> core, ops -> core, local -> core.",
    },
    {
      regex: "^@cdktf/provider-aws(/lib(/index.*)?)?$",
      message: "Import a provider class by its path: @cdktf/provider-aws/lib/<resource>. The index costs seconds.",
    },
  ];
  if (!cdktf)
    patterns.push({
      group: ["cdktf", "cdktf/**", "@cdktf/**", "constructs", "constructs/**"],
      message: "cdktf appears only in main.ts, stacks/ and modules/: that border is the way to cdktn.",
    });
  if (!node)
    patterns.push({
      group: [
        "fs",
        "fs/*",
        "node:fs",
        "node:fs/*",
        "node:child_process",
        "node:os",
        "node:process",
        "node:net",
        "node:http",
      ],
      message: "core/ is pure: no files, no processes, no network.",
    });
  return { "no-restricted-imports": ["error", { patterns }] };
}

const impure = {
  "no-restricted-globals": ["error", { name: "process", message: "core/ is pure: pass the value in." }],
  "no-restricted-syntax": [
    "error",
    {
      selector: "NewExpression[callee.name='Date'][arguments.length=0]",
      message: "core/ has no clock: pass the time in.",
    },
    {
      selector: "MemberExpression[object.name='Date'][property.name='now']",
      message: "core/ has no clock: pass the time in.",
    },
    { selector: "MemberExpression[object.name='Math'][property.name='random']", message: "core/ is deterministic." },
  ],
};

export default tseslint.config(
  { ignores: ["node_modules/**", ".gen/**", "cdktf.out/**", "coverage/**"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: ["error", "smart"],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  { files: ["core/**/*.ts"], rules: { ...forbid(["core"], { cdktf: false, node: false }), ...impure } },
  { files: ["modules/**/*.ts"], rules: forbid(["core", "modules"], { cdktf: true, node: false }) },
  { files: ["stacks/**/*.ts"], rules: forbid(["core", "modules", "stacks"], { cdktf: true, node: false }) },
  // main.ts reads the project's files as the command does: by ops/project.ts.
  { files: ["main.ts"], rules: forbid(["core", "modules", "stacks", "ops"], { cdktf: true, node: true }) },
  { files: ["ops/**/*.ts"], rules: forbid(["core", "ops", "local"], { cdktf: false, node: true }) },
  { files: ["local/**/*.ts"], rules: forbid(["core", "local"], { cdktf: false, node: true }) },
);
