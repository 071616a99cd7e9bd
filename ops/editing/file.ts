/** `services.json` on disk: read for an edit, and replaced as a whole or not at all. */
import { join } from "node:path";
import { changedMeanwhile, notWritten } from "../../core/errors";
import { manifestFile } from "../../core/manifest/edit";
import { readText } from "../read-text";
import { replaceFile } from "../replace-file";

/** @throws {UserError} when there is no such file, or its bytes are no UTF-8 (an edit would replace them) */
export function readManifestText(root: string): string {
  return readText(root, manifestFile, "it lists the services");
}

/**
 * Writes `after` where `before` was read. At every moment, a power cut included, the file holds one of the two.
 *
 * @throws {UserError} when the file holds neither `before` any more, or cannot be written
 */
export function replaceManifestText(root: string, before: string, after: string): void {
  try {
    const checkLast = () => {
      if (readManifestText(root) !== before) throw changedMeanwhile(manifestFile);
    };
    replaceFile(join(root, manifestFile), after, { checkLast });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw notWritten(manifestFile, String(error.code), error.message);
  }
}
