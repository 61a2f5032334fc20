/** The look of every public page: one column, the publication's accent, light and dark. Kept small because it travels in the page. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--accent:#1d5d8c;--link:var(--accent);--ink:#1c2126;--soft:#59636e;--paper:#fff;--line:#d7dde3;--wash:#f4f6f8}
@media(prefers-color-scheme:dark){:root{--link:color-mix(in srgb,var(--accent) 40%,#fff);--ink:#e8ecf0;--soft:#a7b1bb;--paper:#14181c;--line:#38414a;--wash:#1d2329}}
*{box-sizing:border-box}
body{margin:0;border-top:.35rem solid var(--accent);background:var(--paper);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;hyphens:auto;overflow-wrap:break-word}
main,header.site,footer.site{max-width:40rem;margin:0 auto;padding:0 1.25rem}
header.site{padding-top:1.5rem}
header.site a{color:inherit;text-decoration:none;font-weight:600}
.logo{display:block;border-radius:0}
footer.site{margin-top:3rem;padding-top:1rem;padding-bottom:2rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
h1{font-size:clamp(1.5rem,5vw,2rem);line-height:1.25;margin:1.5rem 0 .75rem;hyphens:auto}
h2{font-size:1.25rem;line-height:1.3;margin:2rem 0 .5rem}
h3{font-size:1.0625rem;line-height:1.35;margin:1.5rem 0 .25rem}
img{max-width:100%;height:auto;border-radius:.4rem}
a{color:var(--link)}
p,ul,ol,dl,fieldset,table{margin:0 0 1rem}
.soft{color:var(--soft)}
label{display:block;font-weight:600;margin:0 0 .25rem}
input[type=email],input[type=text],select,textarea{width:100%;padding:.7rem .8rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.4rem}
fieldset{border:1px solid var(--line);border-radius:.4rem;padding:.75rem 1rem}
legend{padding:0 .4rem;font-weight:600}
.choice{display:flex;gap:.6rem;align-items:center;font-weight:400;min-height:2.75rem;margin:0}
.choice input{width:1.25rem;height:1.25rem;accent-color:var(--accent);flex:none}
button,.button{display:inline-block;min-height:2.75rem;padding:.6rem 1.25rem;font:inherit;font-weight:600;color:#fff;background:var(--accent);border:1px solid transparent;border-radius:.4rem;text-decoration:none;cursor:pointer}
button.quiet{color:var(--ink);background:var(--wash);border-color:var(--soft)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.notice{padding:.75rem 1rem;background:var(--wash);border-left:.25rem solid var(--link);border-radius:.2rem}
.choice.terms{align-items:start}
.hint,.terms{color:var(--soft);font-size:.9375rem}
.hint{margin:.25rem 0 0}
.problem{display:block;margin:.375rem 0 0;color:#b3261e;font-weight:600;font-size:.9375rem}
input[aria-invalid=true]{border:2px solid #b3261e}
.after{margin-top:1.5rem}
@media(prefers-color-scheme:dark){.problem{color:#ffb4ab}input[aria-invalid=true]{border-color:#ffb4ab}.logo{background:#fff;padding:.5rem .75rem;border-radius:.4rem}}
.trap{position:absolute;left:-6000px}
`;
