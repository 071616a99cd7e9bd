/** How the page looks: one column, calm; colour says risk, and a word always says it too. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #14171c);
  --card: light-dark(#f6f7f9, #1c2027);
  --line: light-dark(#d9dde3, #333a45);
  --ink: light-dark(#1b2028, #e6e9ee);
  --soft: light-dark(#566070, #a3adbb);
  --red: light-dark(#b3261e, #ff8a80);
  --red-paper: light-dark(#fdecea, #3a1a1a);
  --amber: light-dark(#8a5300, #f2b35c);
  --amber-paper: light-dark(#fff4e0, #35280f);
  --green: light-dark(#1e6b37, #7dd494);
  --green-paper: light-dark(#e8f5ec, #14301e);
  --focus: light-dark(#1a5fd0, #8ab4ff);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { padding: 1rem clamp(1rem, 4vw, 3rem); max-width: 84rem; margin: 0 auto; }
header { max-width: none; padding-inline: max(clamp(1rem, 4vw, 3rem), calc((100vw - 84rem) / 2 + clamp(1rem, 4vw, 3rem))); border-block-end: 1px solid var(--line); background: var(--card); }
header.red { background: var(--red-paper); border-color: var(--red); }
header.interrupting, header.security { background: var(--amber-paper); border-color: var(--amber); }
header.routine, header.restarting { background: var(--green-paper); border-color: var(--green); }
header p { margin: .2rem 0; }
header.verdict { padding-block: 1.5rem 1.25rem; }
.origin { color: var(--soft); font-size: .9rem; }
.gate { font-weight: 600; }
h1 { font-size: clamp(1.15rem, 2.2vw, 1.45rem); font-weight: 650; line-height: 1.35; margin: .35rem 0 .5rem; max-width: 62rem; text-wrap: pretty; }
h2 { font-size: 1.1rem; display: inline; margin: 0; }
h2 small { color: var(--soft); font-weight: 400; font-size: .9rem; }
section { margin-block: 2rem; }
section > h2 { display: block; margin-block-end: .5rem; }
summary { cursor: pointer; padding: .2rem 0; }
.note, .types, .noise, .place { color: var(--soft); }
.note { margin: .25rem 0 .5rem; }
.types { font-size: .85rem; }
.place { display: flex; flex-wrap: wrap; gap: 0 .75rem; font-size: .85rem; margin: .1rem 0; }
.tally { font-size: .9rem; }
code, .differences { font-family: ui-monospace, "SF Mono", Consolas, monospace; font-size: .85rem; }
ul.entries { list-style: none; padding: 0; margin: .5rem 0; display: grid; gap: .5rem; }
.entry { padding: .55rem .9rem; border-inline-start: 3px solid var(--line); background: var(--card); border-radius: 0 .4rem .4rem 0; min-width: 0; }
.entry.red { border-color: var(--red); }
.entry.amber { border-color: var(--amber); }
.entry.green { border-color: var(--green); }
section.red .entry.red { background: var(--red-paper); }
.head { margin: 0; }
p.head { display: flex; align-items: baseline; }
.mark { display: inline-block; flex: none; min-width: 1.6em; font-family: ui-monospace, Consolas, monospace; font-weight: 700; }
.mark:empty { display: none; }
span.red, .removed, .forces { color: var(--red); }
span.amber { color: var(--amber); }
span.green, .added { color: var(--green); }
section.red .title { font-weight: 600; }
.line { margin: .15rem 0; font-size: .92rem; }
.line.blocked, .line.approved { font-weight: 600; }
.line.blocked { color: var(--red); }
.line.approved { color: var(--green); }
.line.added, .line.removed { font-family: ui-monospace, Consolas, monospace; font-size: .85rem; }
.stack { border-block-start: 1px solid var(--line); padding-block: .35rem; }
.stack > summary { display: list-item; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; overflow-wrap: normal; }
th, td { text-align: start; vertical-align: top; padding: .25rem .75rem .25rem 0; border-block-end: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 500; font-size: .85rem; }
tbody th { font-weight: 600; }
.differences { margin-block: .35rem; }
.differences th[scope=row] { font-weight: 500; min-width: 9rem; max-width: 26rem; overflow-wrap: anywhere; }
.differences td { overflow-wrap: anywhere; min-width: 6rem; }
.step { color: var(--soft); }
.forces { font-style: normal; font-weight: 700; }
td.before.value { background: color-mix(in srgb, var(--red) 9%, transparent); }
td.after.value { background: color-mix(in srgb, var(--green) 11%, transparent); }
.differences td { padding-inline: .5rem; }
td.none, td.unknown, td.sensitive { color: var(--soft); font-style: italic; }
td.count { text-align: end; padding-inline-end: 1.25rem; font-variant-numeric: tabular-nums; }
.stacks thead th:nth-child(n+3):nth-child(-n+6) { text-align: end; padding-inline-end: 1.25rem; }
td.zero { color: var(--soft); }
td.replace, td.destroy { color: var(--red); font-weight: 700; }
tr.still { color: var(--soft); }
.stacks th[scope=row] { white-space: nowrap; }
.reasons { min-width: 18rem; }
.chip { display: inline-block; padding: 0 .5rem; border-radius: 1rem; border: 1px solid currentColor; font-size: .82rem; white-space: nowrap; }
.chip.red { color: var(--red); font-weight: 700; }
.chip.interrupting, .chip.security { color: var(--amber); }
.chip.restarting, .chip.routine, .chip.approved { color: var(--green); }
.chip.none { color: var(--soft); border-color: var(--line); }
.picture svg { display: block; width: 100%; min-width: 44rem; height: auto; }
.tools { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; position: sticky; inset-block-start: 0; background: var(--paper); padding-block: .5rem; border-block-end: 1px solid var(--line); z-index: 1; }
.tools[hidden], .entry[hidden], details[hidden] { display: none; }
input, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .3rem; padding: .25rem .6rem; }
input { width: min(22rem, 60vw); }
button { cursor: pointer; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
@media (max-width: 40rem) {
  body { font-size: 15px; }
  .differences, .differences tbody, .differences tr, .differences th, .differences td { display: block; width: 100%; max-width: none; }
  .differences thead { display: none; }
  .differences td { border: 0; padding: .1rem .4rem; }
  .differences td.before::before { content: "before "; color: var(--soft); }
  .differences td.after::before { content: "after "; color: var(--soft); }
}
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; }
  .tools, .tools:not([hidden]) { display: none; }
  .entry, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
}
`;
