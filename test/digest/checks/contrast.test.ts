import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { readColour } from '../../../lambdas/digest/checks/colours.ts';
import { seenTexts } from '../../../lambdas/digest/checks/seen-text.ts';
import { found, withHtml } from './sample-mail.ts';

const BEFORE_IMPRINT = '<p>Sie können';
const contrastOf = (change: Parameters<typeof found>[0]) =>
  found(change).flatMap((one) => (one.code === 'contrast' ? [one.params] : []));
const added = (html: string) => withHtml([BEFORE_IMPRINT, `${html}${BEFORE_IMPRINT}`]);
const styled = (css: string) =>
  withHtml(['</style>', `${css}</style>`], [BEFORE_IMPRINT, `<p class="x">Blass</p>${BEFORE_IMPRINT}`]);

describe('contrast', () => {
  it('is told with its colours, its scheme and how often it is too low', () => {
    const pale = '<p style="color:#999999">Blass</p>';
    expect(contrastOf(added(pale + pale))).toEqual([
      { scheme: 'light', ratio: 2.84, least: 4.5, colours: '#999999 / #ffffff', text: 'Blass', count: 2 },
    ]);
  });

  it('finds the footer of our first template: a dark rule that reaches only the wrapper', () => {
    const footer = `<div class="foot" style="background:#ffffff"><table role="presentation" style="background:#ffffff"><tr><td>
      <span class="soft" style="color:#56606b">Impressum</span></td></tr></table></div>`;
    const dark =
      '@media (prefers-color-scheme: dark) { .foot { background: #181c21 !important } .soft { color: #a6b0ba !important } }';
    const both = (style: string) =>
      withHtml(['</style>', `${style}</style>`], [BEFORE_IMPRINT, footer + BEFORE_IMPRINT]);
    expect(contrastOf(both(dark))).toMatchObject([{ scheme: 'dark', colours: '#a6b0ba / #ffffff', text: 'Impressum' }]);
    const deep = dark.replace('.foot {', '.foot, .foot > table {');
    expect(contrastOf(both(deep))).toEqual([]);
  });

  it.each([
    { what: 'a class', css: '.x { color: #aaa }', least: 4.5 },
    { what: 'the more specific rule', css: 'div p.x { color: #aaa } .x { color: #000 }', least: 4.5 },
    { what: 'the later rule', css: '.x { color: #000 } .x { color: #aaa }', least: 4.5 },
    { what: 'an important rule', css: '.x { color: #aaa !important } p.x { color: #000 }', least: 4.5 },
    { what: 'a translucent colour', css: '.x { color: rgba(0, 0, 0, .3) }', least: 4.5 },
    { what: 'a translucent paragraph', css: '.x { opacity: .3 }', least: 4.5 },
    { what: 'a name and a shorthand', css: '.x { color: white; background: url(a.png) no-repeat gold }', least: 4.5 },
    { what: 'hsl', css: '.x { color: hsl(210deg 10% 60%) }', least: 4.5 },
    { what: 'large letters that are paler still', css: '.x { font-size: 24px; color: #aaa }', least: 3 },
  ])('counts $what', ({ css, least }) => {
    expect(contrastOf(styled(css)).find(({ scheme }) => scheme === 'light')).toMatchObject({ text: 'Blass', least });
  });

  it.each([
    { what: 'for other widths', css: '@media (max-width: 479px) { .x { color: #aaa } }' },
    { what: 'for printers', css: '@media print { .x { color: #aaa } }' },
    { what: 'for a pointer above it', css: '.x:hover { color: #aaa }' },
    { what: 'for what Outlook’s apps write', css: '[data-ogsc] .x { color: #aaa }' },
    {
      what: 'that is broken',
      css: '.x { color } .x { color: } .x { : #aaa } .x::before { color: #aaa } .x !{ color: #aaa }',
    },
    { what: 'that nobody can read', css: '.x { color: var(--pale) }' },
    { what: 'on a picture that may be anything', css: '.x { color: #aaa; background: url(a.png) }' },
    { what: 'of what is hidden', css: '.x { color: #aaa; display: none }' },
  ])('leaves out a rule $what', ({ css }) => expect(contrastOf(styled(css))).toEqual([]));

  it('asks less of large letters', () => {
    const grey = (size: string) => contrastOf(added(`<p style="color:#8a8a8a;${size}">Grau</p>`));
    expect(grey('font-size:24px')).toEqual([]);
    expect(grey('font-size:19px;font-weight:bold')).toEqual([]);
    expect(grey('font-size:19px')).toHaveLength(1);
  });

  it('looks into MJML’s cells, whose letters have no size', () => {
    const cell =
      '<table role="presentation"><tr><td style="font-size:0">Rest<p style="font-size:16px;color:#aaa">Blass</p></td></tr></table>';
    expect(contrastOf(added(cell))).toMatchObject([{ text: 'Blass', count: 1 }]);
  });

  it('leaves out the line under the subject, which is hidden in white', () => {
    expect(
      contrastOf(added('<div style="display:none;color:#ffffff;max-height:0;overflow:hidden">Vorschau</div>')),
    ).toEqual([]);
  });
});

describe('the canvas', () => {
  const bare = (head: string) => seenTexts(load(`<html><head>${head}</head><body>Wort</body></html>`), 'dark');
  it('is dark for mails that say they have a dark side, and white for all others', () => {
    const meta = '<meta name="color-scheme" content="light dark">';
    expect(bare(meta)).toMatchObject([{ colour: '#ffffff', background: '#121212' }]);
    expect(bare('')).toMatchObject([{ colour: '#000000', background: '#ffffff' }]);
  });
});

describe('a colour', () => {
  it.each([
    ['#FFF', [255, 255, 255, 1]],
    ['#1d5d8c80', [29, 93, 140, 128 / 255]],
    ['rgb(10% 20 30 / 50%)', [25.5, 20, 30, 0.5]],
    ['rebeccapurple', [102, 51, 153, 1]],
    ['hsl(120, 100%, 50%)', [0, 255, 0, 1]],
    ['transparent', [0, 0, 0, 0]],
  ])('%s is read', (text, expected) => {
    const { red, green, blue, alpha } = readColour(text) ?? { red: -1, green: -1, blue: -1, alpha: -1 };
    expect([red, green, blue].map(Math.round)).toEqual(expected.slice(0, 3).map(Math.round));
    expect(alpha).toBeCloseTo(expected[3] as number);
  });
  it.each(['#12345', 'currentcolor', 'var(--x)', 'rgb(a, b, c)', 'hsl(x 1% 2%)', ''])('%j is none', (text) =>
    expect(readColour(text)).toBeUndefined(),
  );
});
