/** The HTML review in a browser: as wide as the window, light and dark, without network, error or anything acting. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { renderHtml } from "../../../../core/plan-review/render/html/html";
import { chromiumPath } from "../../../support/chromium";
import { fullOptions, fullReview, hostile, largeReview } from "../../../support/full-review";

const html = renderHtml(fullReview, fullOptions);
const chromium = chromiumPath();
/** A folder for screenshots, to be looked at. */
const screenshots = process.env["SCREENSHOTS"];

it("asks for nothing from anywhere, and says so to the browser", () => {
  expect(html).toContain(`content="default-src 'none';`);
  expect(html.match(/(?:src|href)="(?!data:|#)[^"]*"/g)).toBeNull();
  expect(html).not.toMatch(/@import|url\(/);
});

it("shows foreign text as text", () => {
  expect(html).not.toContain("<img");
  expect(html).toContain("&lt;img src=x onerror=");
});

describe.skipIf(chromium === undefined)("in Chromium", () => {
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    browser = await puppeteer.launch({ executablePath: chromium ?? "", args: ["--no-sandbox"] });
    page = await browser.newPage();
    page.on("console", (message) => troubles.push(message.text()));
    page.on("pageerror", (error) => troubles.push(String(error)));
    page.on("request", (request) => {
      if (!/^(data|about|file):/.test(request.url())) troubles.push(request.url());
    });
  });

  afterAll(() => browser.close());

  const show = async (width: number, scheme: "light" | "dark", text = html) => {
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setContent(text);
  };
  /** What is wider than the window, outside of what scrolls by itself. */
  const overflow = () =>
    page.evaluate(`[...document.querySelectorAll("body *")]
      .filter((element) => element.closest(".scroll") === null || element.classList.contains("scroll"))
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
      .map((element) => element.tagName + "." + element.className)
      .concat(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ["the page"] : [])`);
  const backgroundLightness = () =>
    page.evaluate(
      `Math.max(...getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3).map(Number))`,
    );

  it.each([375, 1280, 2200])("fits %i pixels, light and dark, folded and unfolded", async (width) => {
    for (const scheme of ["light", "dark"] as const) {
      await show(width, scheme);
      expect(await overflow()).toEqual([]);
      expect(Number(await backgroundLightness()) > 128).toBe(scheme === "light");
      if (screenshots !== undefined)
        await page.screenshot({ path: join(screenshots, `${width}-${scheme}.png`), fullPage: true });
      await page.click("button[name=expand]");
      expect(await overflow()).toEqual([]);
    }
    expect(await page.title()).toBe("Plan review: production");
    expect(troubles).toEqual([]);
  });

  it("finds, folds and unfolds by keyboard", async () => {
    await show(1280, "light");
    const count = (selector: string) => page.$$eval(selector, (all) => all.length);
    await page.keyboard.press("/");
    await page.keyboard.type("task definition billing");
    expect(await page.$eval("output", (output) => output.textContent)).toBe("1 entry");
    expect(await count("li.entry:not([hidden])")).toBe(1);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await count("main details:not([open])")).toBe(0);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await count("main details[open]")).toBe(0);
    expect(troubles).toEqual([]);
  });

  it("reads well: every text has the contrast that WCAG asks for, AA", async () => {
    for (const scheme of ["light", "dark"] as const) {
      await show(1280, scheme);
      await page.click("button[name=expand]");
      expect(await page.evaluate(lowContrasts)).toEqual([]);
    }
  });

  it("prints everything, unfolded", async () => {
    await show(1280, "dark");
    await page.evaluate(`dispatchEvent(new Event("beforeprint"))`);
    expect(await page.$$eval("main details:not([open])", (all) => all.length)).toBe(0);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });

  it("holds 900 changes and a picture", async () => {
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 900"><rect width="1600" height="900" fill="#888"/></svg>`;
    await show(375, "light", renderHtml(largeReview(3), { ...fullOptions, picture }));
    expect(await page.$$eval("#changes li.entry", (all) => all.length)).toBe(17 * 53 + 3);
    expect(await overflow()).toEqual([]);
    expect(troubles).toEqual([]);
    if (screenshots !== undefined) writeFileSync(join(screenshots, "large.html"), await page.content());
  });

  it("lets nothing of a plan act", async () => {
    await show(1280, "light");
    expect(await page.title()).not.toBe("pwned");
    expect(await page.$$eval("img, a, iframe, object", (all) => all.length)).toBe(0);
    const shown = hostile.replace("\u001b", "");
    expect(await page.evaluate("document.body.textContent")).toContain(shown.slice(0, 40));
  });
});

/** Runs in the page: texts with less than 4.5 to 1 to what is behind them. */
const lowContrasts = `(() => {
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const numbers = (color) => (color.match(/[0-9.]+/g) ?? []).map(Number);
  const behind = (element) => {
    for (let one = element; one !== null; one = one.parentElement) {
      const color = numbers(getComputedStyle(one).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
    if (!own || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const [one, two] = [luminance(numbers(style.color)), luminance(behind(element))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    let opacity = 1;
    for (let each = element; each !== null; each = each.parentElement) opacity *= Number(getComputedStyle(each).opacity);
    if (ratio * opacity < 4.5) low.push(element.className + ": " + element.textContent.trim().slice(0, 30) + " " + ratio.toFixed(2));
  }
  return [...new Set(low)];
})()`;
