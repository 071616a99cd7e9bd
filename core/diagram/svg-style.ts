/** The style sheet of the picture. Its rules hold for one picture only: a page may have several. */
import { changeActions } from "./changes";
import { font, tile } from "./metrics";
import { changeMarks, mixed, palettes, type Palette, type Theme, type Tone } from "./theme";

/** `auto`: as whoever looks prefers it. */
export type SvgTheme = Theme | "auto";

const toneNames: readonly Tone[] = ["edge", "network", "compute", "data", "delivery", "observability", "plain"];

export function styleSheet(scope: string, theme: SvgTheme): string {
  const rules = (palette: Palette) => colours(palette).map((rule) => `${scope} ${rule}`);
  const lines =
    theme === "auto"
      ? [
          ...rules(palettes.light),
          "@media (prefers-color-scheme: dark) {",
          ...rules(palettes.dark).map((rule) => `  ${rule}`),
          "}",
        ]
      : rules(palettes[theme]);
  return [...shapes.map((rule) => `${scope} ${rule}`), ...lines].join("\n");
}

const families = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const shapes = [
  `text { font: ${font.small}px ${families}; }`,
  `.label { font-size: ${font.label}px; font-weight: bold; }`,
  `.label.small { font-size: ${tile.label}px; }`,
  `.head { font-size: ${font.label}px; font-weight: bold; }`,
  `.title { font-size: ${font.title}px; font-weight: bold; }`,
  ".middle { text-anchor: middle; }",
  ".badge text { font-weight: bold; }",
  ".way { fill: none; stroke-width: 1.5; }",
  ".icon { fill: none; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }",
  ".outside { stroke-dasharray: 5 4; stroke-width: 1.5; }",
  ".same { opacity: 0.5; }",
  ".changed { stroke-width: 3; }",
  ...changeActions.flatMap((action) => {
    const { dashes } = changeMarks[action];
    return dashes === undefined ? [] : [`.changed.${action} { stroke-dasharray: ${dashes}; }`];
  }),
];

function colours(palette: Palette): string[] {
  return [
    `.canvas { fill: ${palette.canvas}; }`,
    `text { fill: ${palette.text}; }`,
    `.detail { fill: ${palette.muted}; }`,
    `.card { fill: ${palette.card}; stroke: ${palette.border}; }`,
    `.chip { fill: ${palette.card}; stroke: ${palette.border}; }`,
    `.outside { stroke: ${palette.line}; }`,
    `.way { stroke: ${palette.line}; }`,
    `.tip { fill: ${palette.line}; }`,
    `.pill { fill: ${palette.canvas}; stroke: ${palette.border}; }`,
    `.tile .icon { stroke: ${palette.onTone}; }`,
    ...toneNames.flatMap((tone) => [
      `.group.${tone} { fill: ${mixed(palette, tone, palette.tint)}; stroke: ${mixed(palette, tone, palette.outline)}; }`,
      `.tile.${tone} rect { fill: ${palette.tones[tone]}; }`,
      `.stripe.${tone} { fill: ${palette.tones[tone]}; }`,
      `.mark.${tone} { stroke: ${palette.tones[tone]}; }`,
      `.head.${tone} { fill: ${palette.tones[tone]}; }`,
    ]),
    ...changeActions.flatMap((action) => [
      `.changed.${action} { stroke: ${palette.changes[action]}; }`,
      `.badge.${action} rect { fill: ${palette.changes[action]}; }`,
      `.hatch.${action} { stroke: ${palette.changes[action]}; }`,
    ]),
    `.badge text { fill: ${palette.onTone}; }`,
  ];
}
