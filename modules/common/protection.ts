/** What keeps data from being destroyed by a plan. */

/** `lifecycle` of everything that holds data. Taking it off is `protectData` in the environment file. */
export function protect(protectData: boolean): { readonly preventDestroy: boolean } {
  return { preventDestroy: protectData };
}
