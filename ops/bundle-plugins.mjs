// What of the dependencies goes into a bundle, and in which form. Used by `bundle.mjs`.

/**
 * Bundles the packages that match and leaves every other one outside. CDKTF's are bundled because they are thousands of
 * small files, of which a synthesis needs a few.
 */
export function bundleOnly(included) {
  return {
    name: "bundle-only",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) =>
        kind === "entry-point" || importer.includes("node_modules") || included.test(path)
          ? undefined
          : { path, external: true },
      );
    },
  };
}

/** Modules of CDKTF that cost every synthesis what only few need, and what stands in for them. */
const replacements = [
  {
    // Each token keeps the stack of its creation, of unlimited depth, for an error that names it. Our own stack traces
    // lead there as well.
    filter: /[\\/]cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/,
    contents: "exports.captureStackTrace = () => [];",
  },
  {
    // Zip archives of assets: a quarter of the bundle. The module runs its own file as a program besides, which a
    // bundle is not, so it stays outside and is loaded when an asset is made.
    filter: /[\\/]cdktf[\\/]lib[\\/]private[\\/]fs\.js$/,
    contents: `
      const outside = "cdktf/lib/private/fs"; // not a literal in require(): esbuild would bundle it
      for (const name of ["copySync", "archiveSync", "hashPath", "findFileAboveCwd"])
        exports[name] = (...given) => require(outside)[name](...given);`,
  },
];

export const leanCdktf = {
  name: "lean-cdktf",
  setup(build) {
    for (const { filter, contents } of replacements) build.onLoad({ filter }, () => ({ contents, loader: "js" }));
  },
};
