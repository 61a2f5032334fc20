/** What an edition's page looks like beyond what all pages do. */
import { SANS, SERIF } from '../../templates/digest/look.ts';
import type { Look } from '../domain/publication.ts';

const PAGE = `
main,header.site,footer.site{max-width:42rem}
.path{display:flex;flex-wrap:wrap;gap:.25rem .5rem;margin:1.25rem 0 0;padding:0;list-style:none;color:var(--soft);font-size:.9375rem}
.path li+li::before{content:"›";margin-right:.5rem}
.path a{color:inherit}
h1{margin-top:.75rem}
.about{color:var(--soft);font-size:.9375rem;margin:0 0 .5rem}
.group{margin:2rem 0 0;padding-top:1.25rem;border-top:3px solid var(--accent);font-size:1.5rem}
article{padding:1.5rem 0 .5rem;border-top:1px solid var(--line);scroll-margin-top:1rem}
.group+article{border-top:0;padding-top:.75rem}
article:target{background:var(--wash);box-shadow:0 0 0 .75rem var(--wash)}
article h2,article h3{margin:0 0 .25rem;font-size:1.25rem;line-height:1.3}
.hero h2,.hero h3{font-size:1.5rem}
article h2 a,article h3 a{text-decoration:none}
article h2 a:hover,article h3 a:hover{text-decoration:underline}
article img{display:block;width:100%;max-height:22rem;object-fit:cover;background:var(--wash);margin:0 0 1rem}
article p{margin:0 0 .75rem}
.event{display:grid;grid-template-columns:3.5rem minmax(0,1fr);gap:0 1.1rem}
.leaf{width:3.5rem;height:3.75rem;border-radius:.4rem;overflow:hidden;background:var(--wash);border:1px solid var(--line);text-align:center;line-height:1.15;font-weight:700;font-size:1.5rem}
.leaf span{display:block;padding:.15rem 0;margin-bottom:.25rem;background:var(--accent);color:#fff;font-size:.8125rem}
.event h2,.event h3{font-size:1.1875rem}
.when{font-weight:600}
.event .when,.event .where{margin:0 0 .25rem}
.does{display:flex;flex-wrap:wrap;gap:0 1.25rem;font-size:.9375rem}
.does a{padding:.5rem 0;min-height:2.75rem;display:inline-flex;align-items:center}
.neighbours{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem;margin:2.5rem 0 1.5rem}
.neighbours a{display:block;padding:.75rem 1rem;border:1px solid var(--line);border-radius:.4rem;text-decoration:none}
.neighbours a:hover{border-color:var(--link)}
.neighbours span{display:block;color:var(--soft);font-size:.875rem}
.neighbours .next{grid-column:2;text-align:right}
@media(min-width:34rem){.beside{display:grid;grid-template-columns:minmax(0,1fr) 11rem;gap:0 1.5rem}.beside img{grid-column:2;grid-row:1/span 4;aspect-ratio:3/2;margin:.25rem 0 .75rem}}
@media(max-width:30rem){.neighbours{grid-template-columns:minmax(0,1fr)}.neighbours .next{grid-column:1}}
@media print{.neighbours,.path,.notice,.does{display:none}}
`;

const TYPEFACES: Record<NonNullable<Look['typeface']>, string> = {
  mixed: `h1,h2,h3,.leaf{font-family:${SERIF}}`,
  serif: `body{font-family:${SERIF}}`,
  sans: `body{font-family:${SANS}}`,
};

export const archiveStyle = ({ typeface = 'mixed' }: Look): string => `${PAGE}${TYPEFACES[typeface]}\n`;
