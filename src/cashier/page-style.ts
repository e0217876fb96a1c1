// The one style sheet of the hosted pages: a paper card on a quiet desk, in light and in dark.

export const pageStyle = `
:root {
  color-scheme: light dark;
  --desk: #f1f3f1; --card: #fff; --ink: #14201b; --quiet: #55625b; --line: #dde2de;
  --accent: #0b6848; --on-accent: #fff; --bad: #a32a1d; --tint: #e6f1ec; --bad-tint: #f9eae7;
  --sandbox: #6f4a00; --sandbox-tint: #fdf1d6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --desk: #0e1311; --card: #181f1c; --ink: #edf2ef; --quiet: #a4b0aa; --line: #2e3833;
    --accent: #6bd3a9; --on-accent: #06261a; --bad: #f3968a; --tint: #1c332a; --bad-tint: #3a211d;
    --sandbox: #f2cc7e; --sandbox-tint: #35290f;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column; align-items: center;
  justify-content: center; gap: 1rem; padding: 1rem; background: var(--desk); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Thai", "Noto Sans SC", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, p, dl, dd, form, fieldset, ul, ol { margin: 0; }
[hidden] { display: none !important; }
main {
  position: relative; width: 100%; max-width: 26rem; padding: 1.75rem 1.5rem 1.5rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 1rem; box-shadow: 0 1px 2px rgb(0 0 0 / .04), 0 12px 32px rgb(0 0 0 / .06);
}
main > * + *, .rest > * + * { margin-top: 1.25rem; }
.ribbon + * { margin-top: .25rem; }
h1 + p { margin-top: .5rem; }
h1 + .notice { margin-top: 1.25rem; }
h1 { font-size: 1.0625rem; font-weight: 500; line-height: 1.4; text-align: center; text-wrap: balance; }
h1:focus { outline: none; }
h2 { font-size: 1rem; font-weight: 600; text-align: center; text-wrap: balance; }
.logo { display: block; width: 3.5rem; height: 3.5rem; margin: 0 auto .75rem; padding: .25rem; object-fit: contain; border-radius: .75rem; background: #fff; }
.amount {
  display: block; margin-top: .125rem; font-size: clamp(2.25rem, 13vw, 3.25rem); font-weight: 650; line-height: 1.15;
  letter-spacing: -.025em; font-variant-numeric: tabular-nums lining-nums;
}
.long .amount { font-size: clamp(1.5rem, 8.5vw, 2.25rem); }
.open .amount { font-size: 1.375rem; letter-spacing: -.01em; margin-top: .25rem; }
.quiet { color: var(--quiet); font-size: .875rem; }
.centred { text-align: center; text-wrap: balance; }
.qr { margin-left: 0; margin-right: 0; margin-bottom: 0; text-align: center; }
.qr figcaption { font-weight: 600; margin-bottom: .75rem; text-wrap: balance; }
.code {
  max-width: 17rem; margin: 0 auto; border: 1px solid var(--line); border-radius: .75rem; background: #fff; overflow: hidden;
}
.code svg { display: block; width: 100%; height: auto; }
.qr .quiet { margin: .75rem auto 0; max-width: 20rem; text-wrap: pretty; }
fieldset { padding: 0; border: 0; min-width: 0; }
.ways fieldset { margin-top: 1rem; }
legend { padding: 0 0 .375rem; color: var(--quiet); font-size: .875rem; }
.way {
  display: flex; width: 100%; min-height: 3.25rem; padding: .625rem 1rem; gap: .75rem; align-items: center; text-align: start; font-weight: 500;
  cursor: pointer; border: 1px solid var(--quiet); background: none; color: var(--ink); overflow-wrap: anywhere;
}
.way + .way { margin-top: .5rem; }
.way::after { content: ""; flex: none; width: .5rem; height: .5rem; margin-inline-start: auto; border: solid var(--quiet); border-width: 2px 2px 0 0; rotate: 45deg; }
.way:hover { border-color: var(--accent); background: var(--tint); }
.way:disabled { opacity: .6; cursor: default; }
.way small { color: var(--quiet); font-size: .8125rem; white-space: nowrap; }
.notice { padding: .75rem 1rem; border-radius: .75rem; background: var(--bad-tint); color: var(--ink); font-size: .9375rem; text-align: center; }
.notice.good { background: var(--tint); }
.account { padding: 1rem; border: 1px solid var(--line); border-radius: .75rem; text-align: center; }
.account p { margin-top: .75rem; }
.number { font-size: 1.375rem; font-weight: 600; font-variant-numeric: tabular-nums; user-select: all; }
.number span { display: inline-block; }
.number span + span { margin-inline-start: .375rem; }
.copy {
  min-height: 2.75rem; margin-top: .75rem; padding: .375rem 1.25rem; cursor: pointer; font-weight: 600;
  border: 1px solid var(--quiet); background: none; color: var(--ink);
}
.copy:hover { border-color: var(--accent); background: var(--tint); }
.steps h2 { text-align: start; }
.steps ol { margin-top: .5rem; padding-inline-start: 1.5rem; }
.steps li { padding-inline-start: .25rem; }
.steps li + li { margin-top: .375rem; }
.steps li::marker { color: var(--quiet); font-weight: 600; }
h3 { padding-bottom: .375rem; color: var(--quiet); font-size: .875rem; font-weight: 400; }
.ways ul { padding: 0; list-style: none; }
.ways li + li { margin-top: .5rem; }
a.way { text-decoration: none; }
.way .number { display: block; margin-top: .125rem; font-size: 1rem; font-weight: 500; color: var(--ink); user-select: auto; }
.fields > * + * { margin-top: 1.25rem; }
.field label { display: block; font-weight: 600; }
.field input, .field select {
  display: block; width: 100%; min-height: 3rem; margin-top: .375rem; padding: .5rem .75rem; border: 1px solid var(--quiet);
  border-radius: .625rem; background: var(--card); color: var(--ink); font: inherit;
}
.field [aria-invalid] { border: 2px solid var(--bad); }
.wrong { color: var(--bad); font-size: .875rem; font-weight: 600; }
.status:empty { margin: 0; }
.status { display: flex; gap: .625rem; align-items: center; justify-content: center; font-weight: 500; }
.dot { flex: none; width: .625rem; height: .625rem; border-radius: 50%; background: var(--accent); animation: breathe 2s ease-in-out infinite; }
@keyframes breathe { 50% { opacity: .4; } }
dl { border-top: 1px solid var(--line); font-size: .9375rem; }
dl > div {
  display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; padding: .625rem 0; border-bottom: 1px solid var(--line);
}
dt { color: var(--quiet); }
dd { font-weight: 500; }
.reference { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875rem; user-select: all; }
.clock { font-variant-numeric: tabular-nums; }
.mark { display: block; width: 5rem; height: 5rem; margin: .25rem auto 0; color: var(--accent); }
.mark circle { fill: var(--tint); }
.mark path { fill: none; stroke: currentColor; stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; }
.completed .mark path { stroke-dasharray: 40; animation: draw .5s .1s ease-out backwards; }
@keyframes draw { from { stroke-dashoffset: 40; } }
.failed .mark { color: var(--bad); }
.failed .mark circle { fill: var(--bad-tint); }
.closed .mark, .returned .mark { color: var(--quiet); }
.closed .mark circle, .returned .mark circle { fill: var(--desk); }
.idle .amount, .failed .amount, .closed .amount, .returned .amount { color: var(--quiet); }
.result .title, .asking .title { display: block; font-size: 1.25rem; font-weight: 650; }
a, button, input { font: inherit; border-radius: .625rem; }
.button {
  display: flex; width: 100%; min-height: 3rem; padding: .625rem 1rem; align-items: center; justify-content: center;
  text-align: center; font-weight: 600; text-decoration: none; cursor: pointer;
  border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent);
}
.button.plain { border-color: var(--quiet); background: none; color: var(--ink); }
.button:hover { filter: brightness(1.08); }
.button:disabled { opacity: .6; cursor: default; }
a.back {
  display: flex; min-height: 2.75rem; align-items: center; justify-content: center; text-align: center; color: var(--quiet);
  text-underline-offset: .2em;
}
a.back:hover { color: var(--ink); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.ribbon {
  position: absolute; top: 0; left: 50%; translate: -50% -50%; padding: .0625rem .75rem; border: 1px solid currentColor;
  border-radius: 1rem; background: var(--sandbox-tint); color: var(--sandbox); font-size: .8125rem; font-weight: 600; white-space: nowrap;
}
.sandbox { padding: 1rem; border-radius: .75rem; background: var(--sandbox-tint); color: var(--sandbox); }
.sandbox p { font-size: .875rem; text-align: center; }
.choices { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: .75rem; align-items: flex-end; }
.choices form { flex: 1 1 7rem; }
.choices form:has(input) { flex-basis: 100%; }
.sandbox .button { border-color: currentColor; background: none; color: inherit; }
.sandbox .button.main { border-color: var(--sandbox); background: var(--sandbox); color: var(--sandbox-tint); }
.sandbox label { display: block; margin-bottom: .75rem; font-size: .875rem; }
.sandbox input {
  display: block; width: 100%; min-height: 3rem; padding: .5rem .75rem; border: 1px solid var(--sandbox); background: var(--card); color: var(--ink);
}
.sandbox :focus-visible { outline-color: currentColor; }
footer { max-width: 26rem; text-align: center; }
.languages ul { display: flex; flex-wrap: wrap; justify-content: center; gap: 0 .25rem; padding: 0; list-style: none; font-size: .875rem; }
.languages li > * { display: flex; min-width: 2.75rem; min-height: 2.75rem; padding: 0 .5rem; align-items: center; justify-content: center; color: var(--quiet); }
.languages span { color: var(--ink); font-weight: 600; }
.unseen { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 30rem) {
  body { justify-content: flex-start; padding: 1.25rem .75rem; }
  main { padding: 1.5rem 1.125rem 1.125rem; }
}
@media (min-width: 50rem) {
  main.wide { max-width: 50rem; padding: 2.5rem; display: grid; grid-template-columns: 1fr 19rem; grid-template-rows: auto 1fr; gap: 1.5rem 2.5rem; }
  main.wide > * { margin-top: 0; }
  .wide .qr { grid-column: 2; grid-row: 1 / 3; align-self: center; }
  .wide .code { max-width: none; }
  .wide h1 { text-align: left; }
  .wide .logo { margin-left: 0; }
  .wide .status { justify-content: flex-start; }
  .wide a.back { justify-content: flex-start; text-align: left; }
}
@media (min-width: 50rem) and (hover: hover) { .qr .quiet { display: none; } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }
@media (forced-colors: active) { .dot { background: CanvasText; } .mark path { stroke: CanvasText; } }
`;
