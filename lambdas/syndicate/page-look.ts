/** What the pages around the feeds look like beyond what all pages do. */

/** An address to take along: a field, and what to do with it. */
export const FEEDS_STYLE = `
[hidden]{display:none!important}
main,header.site,footer.site{max-width:52rem}
.address{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:0 0 .75rem}
.address label{flex:0 0 6.5rem;margin:0;white-space:nowrap}
.address input{flex:1 1 14rem;min-width:0;padding:.55rem .7rem;font:.9375rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--ink);background:var(--wash);border-color:var(--line);text-overflow:ellipsis}
.address button,.address .button{padding:.45rem .9rem;min-height:2.5rem;font-size:.9375rem;text-align:center}
.address button{min-width:6.5rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
details{border-top:1px solid var(--line)}
details:last-of-type{border-bottom:1px solid var(--line);margin-bottom:1rem}
summary{padding:.7rem 0;font-weight:600;cursor:pointer}
details[open] summary{margin-bottom:.25rem}
@media(max-width:34rem){.address label{flex-basis:100%}.address input{flex-basis:100%}.address button,.address .button{flex:1}}
`;

/** Short entries with a line each below them. */
const SHORT_LIST = `
.short{list-style:none;padding:0}
.short li{padding:.6rem 0;border-top:1px solid var(--line)}
.short .soft{display:block;font-size:.9375rem}
.ways{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center;margin:0 0 1rem}
.ways a{padding:.35rem 0}
`;

/** All editions, by year. */
export const ARCHIVE_LIST_STYLE = `${SHORT_LIST}
h2{scroll-margin-top:1rem}
.ways a{min-width:2.75rem;min-height:2.75rem;display:inline-flex;align-items:center}
`;

/** Articles beside what else there is of a publication; below each other where there is no room. */
export const PUBLICATION_STYLE = `${SHORT_LIST}
main,header.site,footer.site{max-width:68rem}
.lead{font-size:1.125rem;max-width:40rem}
.columns{display:grid;grid-template-columns:minmax(0,1fr);gap:0 3.5rem}
.ways .button{padding:.6rem 1.25rem}
.items{list-style:none;padding:0;margin:0}
.items article{display:grid;grid-template-columns:minmax(0,1fr);gap:.25rem 1.25rem;padding:1.25rem 0;border-top:1px solid var(--line)}
.items h3{margin:0;font-size:1.1875rem}
.items p{margin:0}
.items img{width:100%;aspect-ratio:16/9;object-fit:cover;background:var(--wash);margin-bottom:.5rem}
.about{font-size:.9375rem}
.when{font-size:.9375rem}
.tag{display:inline-block;padding:0 .5rem;margin-right:.35rem;border:1px solid currentColor;border-radius:1rem;font-size:.8125rem;font-weight:600}
@media(min-width:34rem){.items .pictured{grid-template-columns:minmax(0,1fr) 11rem}.items .pictured img{grid-column:2;grid-row:1/span 4;aspect-ratio:3/2;margin:.25rem 0 0}}
@media(min-width:62rem){.columns{grid-template-columns:minmax(0,1fr) 19rem}}
`;
