/** What a dashboard shows differently, by the titles of its widgets: its text says where each stands as well. */
import { listed, quote } from "../../document/text";
import type { Difference } from "../review";

export interface Told {
  /** Sentences about widgets that came or went. */
  readonly lines: readonly string[];
  /** What else differs; of a widget that changed, by its title. */
  readonly differences: readonly Difference[];
}

export function withWidgets(differences: readonly Difference[]): Told {
  const came = differences.filter((one) => isWholeWidget(one) && one.before.kind === "none");
  const went = differences.filter((one) => isWholeWidget(one) && one.after.kind === "none");
  const rest = differences.filter((one) => !came.includes(one) && !went.includes(one));
  return {
    lines: [...lineOf("Added", came), ...lineOf("Removed", went)],
    differences: rest.map((one) => (isOfWidget(one) ? { ...one, path: pathOfWidget(one) } : one)),
  };
}

const isOfWidget = ({ path: [argument, list, title] }: Difference) =>
  argument === "dashboard_body" && list === "widgets" && title !== undefined;

const isWholeWidget = (one: Difference) => isOfWidget(one) && one.path.length === 3;

const titleOf = ({ path }: Difference) => path[2] ?? "";

function pathOfWidget(one: Difference): readonly string[] {
  const [, , , ...inner] = one.path;
  return [`widget ${quote(titleOf(one))}`, ...(inner[0] === "properties" ? inner.slice(1) : inner)];
}

function lineOf(how: string, widgets: readonly Difference[]): string[] {
  if (widgets.length === 0) return [];
  return [`${how} ${widgets.length === 1 ? "widget" : "widgets"}: ${listed(widgets.map(titleOf).map(quote))}.`];
}
