/** Messages of `smart360 draw`. */
import { listed, quote, suggestion } from "../document/text";
import { UserError } from "./user-error";

/** A plan's file is named like its stack: the plan itself does not say whose it is. */
export const planOfUnknownStack = (file: string, name: string, stacks: readonly string[]) =>
  new UserError(
    `${file}: got a plan named ${quote(name)}, which is no stack of this environment. Name the file <stack>.json. ${suggestion(name, stacks, "Known are")}`,
  );

export const noPlanFiles = (paths: readonly string[]) =>
  new UserError(`There is no plan in ${listed(paths)}. Run \`smart360 plan\` first, or name the folder of its plans.`);

/** `--plan` with `--format drawio` or `--check`. */
export const planPictureOnlySvg = (option: string) =>
  new UserError(`got --plan with ${option}. Plans are drawn as SVG only, and not kept: leave ${option} out.`);
