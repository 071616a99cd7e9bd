import { describe, expect, it } from "vitest";
import { overlap, type Rect } from "../../../core/diagram/geometry";
import { placeLabels } from "../../../core/diagram/labels";
import type { Diagram } from "../../../core/diagram/model";

const diagram: Diagram = {
  title: "",
  subtitle: "",
  description: "",
  groups: [],
  nodes: [],
  edges: [{ id: "a-to-b", from: "a", to: "b", label: "by path" }],
  legend: [],
};

/** An arrow from (0, 0) to (400, 0), with a box on it. */
const placed = (boxes: Record<string, Rect>, end = 400, ways: Record<string, { x: number; y: number }[]> = {}) =>
  placeLabels(diagram, {
    boxes: new Map(Object.entries(boxes)),
    heads: new Map(),
    ways: new Map([
      [
        "a-to-b",
        [
          { x: 0, y: 0 },
          { x: end, y: 0 },
        ],
      ],
      ...Object.entries(ways),
    ]),
  }).get("a-to-b");

describe("placeLabels", () => {
  it("puts a label in the middle of its arrow", () => {
    const label = placed({});
    expect(label && [label.x + label.width / 2, label.y + label.height / 2].map(Math.round)).toEqual([200, 0]);
  });

  it("goes out of the way of boxes and of other arrows", () => {
    const box = { x: 150, y: -20, width: 100, height: 40 };
    const label = placed({ box }, 400, {
      other: [
        { x: 140, y: -50 },
        { x: 140, y: 50 },
      ],
    });
    expect(label).toBeDefined();
    expect(label && overlap(label, box)).toBe(false);
    expect(label && label.x < 140 && label.x + label.width > 140).toBe(false);
  });

  it("leaves a label out where there is no room", () => {
    expect(placed({ box: { x: 0, y: -20, width: 400, height: 40 } })).toBeUndefined();
    expect(placed({}, 30)).toBeUndefined();
  });
});
