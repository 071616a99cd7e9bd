/** The architecture coloured by what plans do, for the review. */
import { architecture, architectureSvg, planChanges } from "../../core/diagram/diagram";
import type { StackPlan } from "../../core/plan-review/review";
import { loadEnvironment } from "../project";
import { synthesizedDocuments } from "./documents";

/** An SVG element that needs nothing else. */
export async function planPicture(root: string, name: string, plans: readonly StackPlan[]): Promise<string> {
  const { region } = loadEnvironment(root, name);
  const { documents } = await synthesizedDocuments(root, name);
  return architectureSvg(architecture(documents, { environment: name, region }), {
    changes: planChanges(plans),
  });
}
