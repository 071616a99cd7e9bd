/** The seed of a run's properties. */

/**
 * Another one in each run, shown in the names of the tests; `FAST_CHECK_SEED` repeats a run. What fast-check prints for a
 * failure names it too, with the path to the smallest counterexample.
 */
export const seed = Number(process.env["FAST_CHECK_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
