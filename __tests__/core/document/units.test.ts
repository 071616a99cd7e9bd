import { expect, it } from "vitest";
import { sizeHint } from "../../../core/document/units";

it.each([
  ["1.5GB", "memory, MiB", " The unit is MiB: write 1536 for 1.5 GiB."],
  ["512m", "memory, MiB", " The unit is MiB: write 512 for 512 MiB."],
  ["0.7 Gi", "memory, MiB", " The unit is MiB: write 717 for 0.7 GiB."],
  ["700K", "memory, MiB", " The unit is MiB: write a whole number of them."],
  ["1TiB", "allocatedStorageGiB", " The unit is GiB: write 1024 for 1 TiB."],
  ["much", "memory, MiB", ""],
  ["-1GB", "memory, MiB", ""],
  ["1GB", "CPU units", ""],
  [1.5, "memory, MiB", ""],
])("%j for %j: %j", (value, words, hint) => expect(sizeHint(value, words)).toBe(hint));
