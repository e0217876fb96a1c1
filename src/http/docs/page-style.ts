// The look of the documentation: a list of operations beside their descriptions, in the browser's own fonts, light or dark.

export const pageStyle = `
:root {
  color-scheme: light dark;
  --back: light-dark(#fff, #14181a);
  --soft: light-dark(#f4f6f5, #1c2224);
  --line: light-dark(#d9dfdc, #333c3f);
  --text: light-dark(#1b2320, #e4eae7);
  --quiet: light-dark(#55625d, #9daba5);
  --link: light-dark(#0b6b4f, #6fd3ae);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--link); }
code, pre { font: 0.875em/1.5 ui-monospace, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
pre { margin: 0.5rem 0 1.25rem; padding: 0.75rem 1rem; overflow-x: auto; background: var(--soft); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
h1 { margin: 0 0 0.5rem; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 3rem 0 0.25rem; font-size: 1.375rem; }
h3 { margin: 0 0 0.25rem; font-size: 1.0625rem; }
h4 { margin: 1.25rem 0 0.375rem; font-size: 0.875rem; color: var(--quiet); }
p { margin: 0.5rem 0; }
main { max-width: 60rem; padding: 2rem 1.5rem 6rem; min-width: 0; }
.index { margin: 0 auto; }
.columns { display: grid; grid-template-columns: 20rem minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 2rem 1rem; border-right: 1px solid var(--line); background: var(--soft); font-size: 0.875rem; }
nav ul { margin: 0.25rem 0 1rem; padding: 0; list-style: none; }
nav li { padding: 0.125rem 0; overflow-wrap: anywhere; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav strong { color: var(--quiet); }
article { margin: 1.5rem 0; padding: 1.5rem 0 0; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
.method { display: inline-block; min-width: 3.25rem; margin-right: 0.5rem; font-weight: 600; color: var(--link); }
nav .method { min-width: 0; font-size: 0.6875rem; margin-right: 0.375rem; }
.quiet { color: var(--quiet); }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.375rem 0.75rem 0.375rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-size: 0.8125rem; color: var(--quiet); }
td p { margin: 0; }
td ul { margin: 0.25rem 0 0; padding-left: 1.25rem; }
.d1 { padding-left: 1.25rem; }
.d2 { padding-left: 2.5rem; }
.d3 { padding-left: 3.75rem; }
.d4 { padding-left: 5rem; }
.type { color: var(--quiet); white-space: nowrap; }
td:first-child code { white-space: nowrap; }
@media (max-width: 52rem) {
  table { min-width: 34rem; }
  .columns { display: block; }
  nav { position: static; height: auto; max-height: 18rem; border-right: 0; border-bottom: 1px solid var(--line); }
  main { padding: 1.5rem 1rem 4rem; }
  .type { white-space: normal; }
}
@media print { nav { display: none; } .columns { display: block; } }
`;
