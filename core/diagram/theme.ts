/** Colours of the picture, for light and dark pages. */
import type { ChangeAction } from "./changes";
import type { Kind } from "./model";

export type Theme = "light" | "dark";

/** What a box is about; each has a colour. */
export type Tone = "edge" | "network" | "compute" | "data" | "delivery" | "observability" | "plain";

const tones: Readonly<Record<Kind, Tone>> = {
  cache: "data",
  ci: "delivery",
  cluster: "compute",
  collector: "observability",
  database: "data",
  distribution: "edge",
  endpoint: "network",
  files: "data",
  firewall: "edge",
  frame: "plain",
  gateway: "network",
  isolated: "network",
  key: "plain",
  "load-balancer": "network",
  logs: "observability",
  nat: "network",
  observability: "observability",
  parameters: "delivery",
  private: "network",
  public: "network",
  registry: "delivery",
  repository: "delivery",
  secrets: "delivery",
  service: "compute",
  services: "compute",
  signoz: "observability",
  stack: "compute",
  state: "delivery",
  subnet: "network",
  table: "delivery",
  topic: "observability",
  users: "plain",
  vpc: "network",
};

export const toneOf = (kind: Kind): Tone => tones[kind];

export interface Palette {
  readonly canvas: string;
  readonly card: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  /** Border of cards. */
  readonly border: string;
  /** On the colour of a tone. */
  readonly onTone: string;
  readonly tones: Readonly<Record<Tone, string>>;
  /** How much of its tone's colour a group is filled with, and its border drawn with. */
  readonly tint: number;
  readonly outline: number;
  readonly changes: Readonly<Record<ChangeAction, string>>;
}

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    canvas: "#ffffff",
    card: "#ffffff",
    text: "#1f2328",
    muted: "#59636e",
    line: "#6e7781",
    border: "#d1d9e0",
    onTone: "#ffffff",
    tones: {
      edge: "#7a4ddb",
      network: "#1a7f5a",
      compute: "#bc5410",
      data: "#1f63c9",
      delivery: "#4a5a73",
      observability: "#b5297f",
      plain: "#6e7781",
    },
    tint: 0.075,
    outline: 0.4,
    changes: { create: "#1a7f37", update: "#9a6700", replace: "#cf222e", destroy: "#a40e26" },
  },
  dark: {
    canvas: "#0d1117",
    card: "#161b22",
    text: "#e6edf3",
    muted: "#9198a1",
    line: "#8b949e",
    border: "#3d444d",
    onTone: "#0d1117",
    tones: {
      edge: "#b99cff",
      network: "#4fcb9a",
      compute: "#f5a05a",
      data: "#74b0ff",
      delivery: "#a5b4cb",
      observability: "#f58cc5",
      plain: "#9198a1",
    },
    tint: 0.1,
    outline: 0.45,
    changes: { create: "#3fb950", update: "#e3b341", replace: "#ff7b72", destroy: "#ff6a69" },
  },
};

/** The colour of the canvas with a part of a tone's colour in it. */
export function mixed({ canvas, tones: colours }: Palette, tone: Tone, part: number): string {
  const channel = (colour: string, index: number) => parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16);
  const mix = (index: number) => channel(canvas, index) * (1 - part) + channel(colours[tone], index) * part;
  return `#${[0, 1, 2].map((index) => Math.round(mix(index)).toString(16).padStart(2, "0")).join("")}`;
}

/** What shows beside the colour, for whoever does not tell colours apart. */
export const changeMarks: Readonly<
  Record<ChangeAction, { readonly symbol: string; readonly word: string; readonly dashes?: string }>
> = {
  create: { symbol: "+", word: "created" },
  update: { symbol: "~", word: "changed", dashes: "9 4" },
  replace: { symbol: "±", word: "replaced", dashes: "3 3" },
  destroy: { symbol: "−", word: "destroyed", dashes: "14 3 2 3" },
};
