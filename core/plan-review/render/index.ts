/** Every rendering of a review, by the name of its format. */
import { renderHtml } from "./html/html";
import { renderJson } from "./json";
import { renderJunit } from "./junit";
import { renderMarkdown } from "./markdown";
import type { Renderer } from "./options";
import { renderTerminal } from "./terminal";

export const formats = ["terminal", "markdown", "html", "json", "junit"] as const;
export type Format = (typeof formats)[number];

export const renderers: Readonly<Record<Format, Renderer>> = {
  terminal: renderTerminal,
  markdown: renderMarkdown,
  html: renderHtml,
  json: renderJson,
  junit: renderJunit,
};
