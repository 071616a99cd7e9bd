import { describe, expect, it } from "vitest";
import { manifestMessage } from "../../support/manifests";
import { wrongShapes } from "../../support/wrong-shapes";

describe("readManifest refuses wrong shapes", () => {
  it.each(wrongShapes)("%s", (_, text, message) => {
    expect(manifestMessage(text)).toEqual(message);
  });
});
