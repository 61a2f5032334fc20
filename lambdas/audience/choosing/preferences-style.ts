/** What the page with the preferences needs beside the look of all pages. */
export const PREFERENCES_STYLE = `
section{margin-top:2.5rem;padding-top:.5rem;border-top:1px solid var(--line)}
h2{margin-top:1rem}
.topic{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem .75rem;margin-bottom:.4rem}
.topic .choice{flex:1 1 8rem}
.topic select{flex:0 1 10rem;width:auto;min-height:2.75rem;padding:.4rem .6rem}
.topic:has(.choice input:not(:checked)) select{display:none}
.buttons{display:flex;flex-wrap:wrap;gap:.6rem}
input[type=date]{min-height:2.75rem;padding:.6rem .8rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.4rem;max-width:100%}
`;
