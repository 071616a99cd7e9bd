/** Terraform's codes for why it does something, in words. New codes may come: they are left out. */
const reasons: Readonly<Record<string, string>> = {
  replace_because_tainted: "it is marked as tainted: its last creation did not finish",
  replace_by_request: "its replacement was asked for (-replace)",
  replace_by_triggers: "replace_triggered_by names something that changes",
  delete_because_no_resource_config: "its configuration is gone",
  delete_because_no_module: "its module is gone",
  delete_because_wrong_repetition: "count or for_each was added or taken away",
  delete_because_count_index: "count is lower now",
  delete_because_each_key: "its key is no longer in for_each",
  delete_because_no_move_target: "it was moved to an address that is not in the configuration",
};

export function reasonInWords(code: string | undefined): string | undefined {
  return code !== undefined && Object.hasOwn(reasons, code) ? reasons[code] : undefined;
}
