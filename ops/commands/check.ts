/** `smart360 check`: everything that can be known without AWS: manifest, environments, tools. */
import { ManifestError, UserError, type Issue } from "../../core/errors";
import { checkPython } from "../../local/aws/venv";
import { ExitCode, type Console } from "../console";
import { environmentNames, loadEnvironment, loadManifest } from "../project";
import { checkTerraform } from "../terraform/version";

/** One thing that was looked at. */
interface Finding {
  readonly what: string;
  /** Version or count; absent when there are problems. */
  readonly found?: string;
  readonly problems: readonly (Issue | { readonly message: string })[];
  /** What the problems say, as shown to a person. */
  readonly text: string;
}

/** @param only the one environment to check; every one when undefined */
export async function check(root: string, only: string | undefined, json: boolean, out: Console): Promise<number> {
  const environments = only === undefined ? environmentNames(root) : [only];
  const findings = [
    await look("terraform", () => checkTerraform()),
    await look("python3", () => checkPython()),
    ...(await Promise.all(environments.map((name) => look(`environment ${name}`, async () => describe(root, name))))),
  ];
  const isGood = findings.every(({ problems }) => problems.length === 0);
  if (json) {
    const results = findings.map(({ what, found, problems }) => ({ what, found, problems }));
    out.print(JSON.stringify({ ok: isGood, results }, null, 2));
  } else {
    for (const { what, found, text } of findings) out.print(found === undefined ? text : `${what}: ${found}`);
  }
  return isGood ? ExitCode.ok : ExitCode.user;
}

function describe(root: string, name: string): string {
  const environment = loadEnvironment(root, name);
  return `valid, ${loadManifest(root, environment).services.length} services`;
}

async function look(what: string, at: () => Promise<string>): Promise<Finding> {
  try {
    return { what, found: await at(), problems: [], text: "" };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problems = error instanceof ManifestError ? error.issues : [{ message: error.message }];
    return { what, problems, text: error.message };
  }
}
