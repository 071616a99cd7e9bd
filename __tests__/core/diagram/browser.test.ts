/** What a browser makes of the picture: skipped where there is none. */
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { architectureSvg, type Diagram } from "../../../core/diagram/diagram";
import { contains, type Rect } from "../../../core/diagram/geometry";
import { layOut } from "../../../core/diagram/layout";
import { textWidth } from "../../../core/diagram/text";
import { chromiumPath } from "../../support/chromium";
import { samplePlatform, documentsOf, pictureOf } from "../../support/diagrams";

const executablePath = chromiumPath();

describe.skipIf(executablePath === undefined)("the picture in Chromium", () => {
  let browser: Browser;
  let page: Page;
  let diagram: Diagram;

  beforeAll(async () => {
    diagram = pictureOf(documentsOf(samplePlatform()));
    browser = await puppeteer.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox", "--disable-gpu"] });
    page = await browser.newPage();
    await page.setContent(`<body style="margin:0">${await architectureSvg(diagram)}</body>`);
  });

  afterAll(() => browser?.close());

  /** What a function of the browser's makes of each text. */
  const ask = async <T>(question: string) =>
    (await page.evaluate(`[...document.querySelectorAll("text")].map(${question})`)) as T[];

  it("writes no text wider than it was taken for", async () => {
    const texts = await ask<{ text: string; size: number; isBold: boolean; width: number }>(`(element) => {
      const { fontSize, fontWeight } = getComputedStyle(element);
      const width = element.getComputedTextLength();
      return { text: element.textContent, size: parseFloat(fontSize), isBold: Number(fontWeight) >= 600, width };
    }`);
    expect(texts.length).toBeGreaterThan(diagram.nodes.length);
    const wider = texts.filter(
      ({ text, size, isBold, width }) => width > textWidth(text, size, isBold ? "bold" : "normal"),
    );
    expect(wider).toEqual([]);
  });

  it("keeps every text inside its box", async () => {
    const { boxes } = await layOut(diagram);
    const texts = await ask<Rect & { text: string }>(`(element) => {
      const { x, y, width, height } = element.getBBox();
      return { text: element.textContent, x, y, width, height };
    }`);
    for (const node of diagram.nodes) {
      const box = boxes.get(node.id) ?? { x: 0, y: 0, width: 0, height: 0 };
      const inside = texts.filter((text) => contains(box, text));
      expect([node.id, inside.map(({ text }) => text)]).toEqual([node.id, [node.label, ...node.details]]);
    }
  });

  it("is dark for readers who prefer that, and light for others", async () => {
    const canvas = async (value: "light" | "dark") => {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      return page.evaluate(`getComputedStyle(document.querySelector(".canvas")).fill`);
    };
    expect(await canvas("light")).toBe("rgb(255, 255, 255)");
    expect(await canvas("dark")).toBe("rgb(13, 17, 23)");
  });
});
