/** `smart360 set <name> <field> <value>`: one field of one service. */
import type { Path } from "../../core/document/json-document";
import { nameIsForLife, requiredField, retireByRemove, valueAndUnset, valueMissing } from "../../core/errors";
import { setField, unsetField } from "../../core/manifest/edit";
import { fieldAt, parseValue, serviceFields } from "../../core/manifest/fields";
import type { Console } from "../console";
import { carryOut, type EditOptions, prepare } from "../editing/edit";
import { effects, printEffects } from "../editing/effects";

export interface SetOptions extends EditOptions {
  readonly name: string;
  /** Dotted path. */
  readonly field: string;
  /** Several words are one value. */
  readonly words: readonly string[];
  /** Takes the field out, so that the default counts. */
  readonly unset: boolean;
}

export async function set(options: SetOptions, out: Console): Promise<number> {
  const { root, name, field, words, unset, json } = options;
  const typed = fieldAt(field);
  if (unset && words.length > 0) throw valueAndUnset();
  if (!unset && words.length === 0) throw valueMissing(field);
  const value = unset ? undefined : parseValue(typed, words.join(" "));
  refuseOthersWork(name, typed.path, value);

  const edit = prepare(
    root,
    (text) => (unset ? unsetField(text, name, typed.path) : setField(text, name, typed.path, value)),
    true,
  );
  const isOverride = typed.path[0] === "environments";
  const setting = isOverride ? typed.path.slice(2) : typed.path;
  const all = setting.length === 0 ? [] : effects(edit.readBefore, edit.readAfter, name, setting);
  if (!json && edit.before !== edit.after && all.length > 0) printEffects(name, setting, all, out);
  return carryOut(edit, options, out, undefined, { service: name, field, environments: all });
}

/** What this command is not for. */
function refuseOthersWork(name: string, path: Path, value: unknown): void {
  if (path[0] === "name") throw nameIsForLife(name);
  const isRequired = serviceFields.some((field) => field.isRequired && field.path.join() === path.join());
  if (isRequired && value === undefined) throw requiredField(String(path[0]));
  const [first, environment] = path;
  if (path.at(-1) !== "retired" || value === undefined || value === false) return;
  throw retireByRemove(name, first === "environments" ? String(environment) : undefined);
}
