import type { ChangedResource } from "./changed-resource";
import type { Counts, Noise } from "./review";
import type { Delta } from "./diff/diff";

const noCounts: Counts = {
  create: 0,
  update: 0,
  replace: 0,
  destroy: 0,
  forget: 0,
  move: 0,
  import: 0,
  unchanged: 0,
};

/** A read of a data source does nothing to anything. */
export function countsOf(resources: readonly ChangedResource[], unchanged: number): Counts {
  const count = (wanted: ChangedResource["action"]) => resources.filter(({ action }) => action === wanted).length;
  return {
    create: count("create"),
    update: count("update"),
    replace: count("replace"),
    destroy: count("destroy"),
    forget: count("forget"),
    move: resources.filter(({ movedFrom }) => movedFrom !== undefined).length,
    import: resources.filter(({ importing }) => importing !== undefined).length,
    unchanged,
  };
}

export function sumOfCounts(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, counts) => ({
      create: sum.create + counts.create,
      update: sum.update + counts.update,
      replace: sum.replace + counts.replace,
      destroy: sum.destroy + counts.destroy,
      forget: sum.forget + counts.forget,
      move: sum.move + counts.move,
      import: sum.import + counts.import,
      unchanged: sum.unchanged + counts.unchanged,
    }),
    noCounts,
  );
}

/** @param resources whose change is nothing but noise */
export function noiseOfAll(deltas: readonly Delta[], resources: number): Noise {
  const count = (wanted: Delta["noise"]) => deltas.filter(({ noise }) => noise === wanted).length;
  return {
    resources,
    tags: count("tags"),
    timestamps: count("timestamps"),
    order: count("order"),
    computed: count("computed"),
  };
}
