/** The picture as SVG: one file without references to others, the same bytes for the same diagram. */
import { element, escaped } from "../document/xml";
import { boxChanges, changeActions, worst, type BoxChanges, type Changes, type Tally } from "./changes";
import { layOut, type Layout } from "./layout";
import { legendLines, renderLegend } from "./legend";
import { canvas, font } from "./metrics";
import type { Diagram } from "./model";
import { edgeLabel, fullSize, groupBox, nodeBox, way } from "./svg-parts";
import { styleSheet, type SvgTheme } from "./svg-style";
import { changeMarks } from "./theme";

export interface SvgOptions {
  /** Colours what plans do; without it the picture shows what there is. */
  readonly changes?: Changes;
  /** `auto` where not given: light or dark, as whoever looks prefers it. */
  readonly theme?: SvgTheme;
  /** Starts every id in the picture: needed when a page holds several. */
  readonly idPrefix?: string;
}

/** Lays out and draws a diagram. */
export async function renderSvg(diagram: Diagram, options: SvgOptions = {}): Promise<string> {
  const changes = options.changes === undefined ? undefined : boxChanges(diagram, options.changes);
  const layout = await layOut(diagram, { legendLines: legendLines(diagram, changes).length });
  return drawSvg(diagram, layout, options);
}

/** Draws a diagram that is laid out. */
function drawSvg(diagram: Diagram, layout: Layout, { changes, theme = "auto", idPrefix }: SvgOptions): string {
  const prefix = idPrefix ?? "smart360";
  const changed = changes === undefined ? undefined : boxChanges(diagram, changes);
  const { title, subtitle, description, groups, nodes, edges } = diagram;
  const scope = `${prefix}-${theme}`;
  const parts = [
    element("title", { id: `${prefix}-title` }, escaped(`${title}: ${subtitle}`)),
    element("desc", { id: `${prefix}-description` }, escaped([description, ...told(diagram, changed)].join(" "))),
    `<style>\n${styleSheet(`.${scope}`, theme)}\n</style>`,
    ...hatches(prefix, changed),
    element("rect", { class: "canvas", ...fullSize(layout) }),
    element("text", { class: "title", x: canvas.left, y: 38 }, escaped(title)),
    element("text", { class: "detail", x: canvas.left, y: 60 }, escaped(subtitle)),
    ...groups.map((group) => groupBox(group, layout, changed, prefix)),
    ...edges.map((edge) => way(edge, layout)),
    ...nodes.map((node) => nodeBox(node, layout, changed, prefix)),
    ...edges.map((edge) => edgeLabel(edge, layout)),
    ...renderLegend(diagram, layout, changed),
  ].filter((part) => part !== "");
  const { width, height } = layout;
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    class: scope,
    role: "img",
    "aria-labelledby": `${prefix}-title ${prefix}-description`,
    "font-size": font.small,
  };
  return `${element("svg", root, `\n${parts.join("\n")}\n`)}\n`;
}

/** What changes, in words. */
function told({ nodes, groups }: Diagram, changes: BoxChanges | undefined): string[] {
  if (changes === undefined) return [];
  const boxes = [...groups, ...nodes].flatMap(({ id, label }) => {
    const tally = changes.boxes.get(id);
    return tally === undefined ? [] : [`${label}: ${words(tally)}`];
  });
  const elsewhere = [...changes.elsewhere].map(([stack, tally]) => `${stack}: ${words(tally)}`);
  const all = [...boxes, ...elsewhere];
  return [all.length === 0 ? "Nothing changes." : `Changes: ${all.join("; ")}.`];
}

const words = (tally: Tally) =>
  changeActions
    .flatMap((action) => (tally[action] === 0 ? [] : [`${tally[action]} ${changeMarks[action].word}`]))
    .join(", ");

/** Stripes over what is replaced or destroyed. */
function hatches(prefix: string, changes: BoxChanges | undefined): string[] {
  const needed = new Set([...(changes?.boxes.values() ?? [])].map(worst));
  const patterns = (["replace", "destroy"] as const).flatMap((action) => {
    if (!needed.has(action)) return [];
    const lines = { class: `hatch ${action}`, "stroke-width": action === "destroy" ? 2 : 1, "stroke-opacity": 0.35 };
    const pattern = {
      id: `${prefix}-${action}`,
      width: 8,
      height: 8,
      patternUnits: "userSpaceOnUse",
      patternTransform: `rotate(${action === "destroy" ? 45 : -45})`,
    };
    return [element("pattern", pattern, element("line", { ...lines, x1: 0, y1: 0, x2: 0, y2: 8 }))];
  });
  return patterns.length === 0 ? [] : [element("defs", {}, ...patterns)];
}
