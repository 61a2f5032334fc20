import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../lambdas/digest/check-template.ts';
import { TEMPLATE_PARTS, TEMPLATES } from '../../templates/digest/templates.ts';
import { OWN_TEMPLATE, SHORT_TEMPLATE } from './sample-templates.ts';
import { RUHR, SITE_URL } from './samples.ts';

const check = (source: string) => checkTemplate(source, { publication: RUHR, siteUrl: SITE_URL });
const sentences = async (source: string) =>
  (await check(source)).map(
    ({ line = '-', message, isBlocking }) => `${isBlocking ? '' : '(advice) '}${line}: ${message}`,
  );

describe('a template of a publication’s own', () => {
  it.each(Object.entries(TEMPLATES))('is in order when it is our %s', async (_, source) => {
    expect(await sentences(source)).toEqual([]);
  });

  it('is in order when it is the one that docs/templates.md shows', async () => {
    const docs = await readFile(new URL('../../docs/templates.md', import.meta.url), 'utf8');
    expect(await sentences(/```liquid\n(.*?)```/s.exec(docs)?.[1] ?? '')).toEqual([]);
  });

  it('is in order when it keeps words for later', async () => {
    const source = SHORT_TEMPLATE.replace(
      '<mj-text color',
      '{% capture line %}{{ item.date }} and more{% endcapture %}\n<mj-text color',
    );
    expect(await sentences(source.replace('<h2>{{ item.title }}</h2>', '<h2>{{ item.title }}</h2>{{ line }}'))).toEqual(
      [],
    );
  });

  it('is in order when attributes depend on something', async () => {
    const padding = 'padding="{% if item.isHero %}24px{% else %}0{% endif %} 32px{% if item.image %} 4px{% endif %}"';
    expect(await sentences(SHORT_TEMPLATE.replace('color="{{ look.ink }}"', padding))).toEqual([]);
  });

  it('is in order when it puts values wherever they may stand', async () => {
    expect(await sentences(OWN_TEMPLATE)).toEqual([]);
  });

  it('is in order when it is short', async () => {
    expect(await sentences(SHORT_TEMPLATE)).toEqual([]);
  });

  /** Line 7 of the short one is within the loop over items. */
  const inItem = (markup: string) =>
    SHORT_TEMPLATE.replace('<h2>{{ item.title }}</h2></mj-text>', `${markup}</mj-text>`);

  it.each<[string, string, string[]]>([
    [
      'an output that is not closed',
      SHORT_TEMPLATE.replace('{{ edition.subject }}', '{{ edition.subject'),
      ['2: Something is missing before this: the }} or %} that ends it, or a |'],
    ],
    [
      'a tag that is not closed',
      SHORT_TEMPLATE.replace('{% endonly %}{% endfor %}{% endfor %}', ''),
      ['6: {% only item %} is not closed by {% endonly %}'],
    ],
    [
      'an end of nothing',
      SHORT_TEMPLATE.replace('{% if events %}', ''),
      ['11: {% endif %} closes nothing that is open'],
    ],
    ['a tag that there is not', inItem('{% echo item.title %}'), ['7: There is no tag "echo"']],
    ['the filter raw', inItem('{{ item.title | raw }}'), ['7: The filter "raw" is refused: every value is escaped']],
    ['a filter that there is not', inItem('{{ item.title | colour }}'), ['7: There is no filter "colour"']],
    [
      'a name that there is not',
      inItem('{{ item.title }}{{ publication.titel }}'),
      ['7: publication has no titel; it has: title, description, siteUrl, imprint, privacyNotice'],
    ],
    [
      'a name of items that there is not',
      inItem('{{ item.titel }}'),
      ['7: There is no item.titel here; ask for what may be missing by {% if %}'],
    ],
    [
      'a value that may be missing',
      inItem('{{ item.title }}{{ item.teaser }}'),
      ['7: There is no item.teaser here; ask for what may be missing by {% if %}'],
    ],
    [
      'a part that there is not',
      SHORT_TEMPLATE.replace("'notes'", "'nodes'"),
      [`12: There is no part "nodes"; there are: ${Object.keys(TEMPLATE_PARTS).join(', ')}`],
    ],
    [
      'a part with words of strangers in its style',
      inItem("{% render 'article', item: item, size: item.title %}"),
      ['7: Words of articles end up in a style or in the name of a tag: parts take them as item and title only'],
    ],
    [
      'a part with words of strangers as the name of a tag',
      inItem("{% render 'article', item: item, level: item.teaser %}")
        .replace('{% only item %}', '{% only item %}{% if item.teaser %}')
        .replace('{% endonly %}', '{% endif %}{% endonly %}'),
      [
        '7: Words of articles end up in a style or in the name of a tag: parts take them as item and title only',
        '-: Some items are not shown: go through the items of all groups, and through events.items',
      ],
    ],
    [
      'a part without what it needs',
      inItem("{{ item.title }}{% render 'article' %}"),
      ['7: The part "article" cannot be filled: There is no item here; ask for what may be missing by {% if %}'],
    ],
    [
      'a trusted name given away',
      inItem('{% assign look = item %}{{ item.title }}'),
      ['7: look is a name of ours: call it something else'],
    ],
    [
      'a trusted name given to a part',
      inItem("{% render 'article', item: item, look: item %}"),
      ['7: look is a name of ours: call it something else'],
    ],
    [
      'more than a mail can hold',
      inItem('{% for x in (1..100000000) %}x{% endfor %}{{ item.title }}'),
      ['7: The template makes far more than a mail can hold'],
    ],

    [
      'an element that there is not',
      SHORT_TEMPLATE.replaceAll('mj-section', 'mj-sektion'),
      ['4: MJML knows no element <mj-sektion> here'],
    ],
    [
      'an attribute that there is not',
      SHORT_TEMPLATE.replace('color="{{ look.ink }}"', 'colour="red"'),
      ['7: <mj-text> knows no attribute colour'],
    ],
    [
      'a colour that is none',
      SHORT_TEMPLATE.replace('{{ look.ink }}', 'reddish'),
      ['7: color of <mj-text> cannot be "reddish": it takes a colour'],
    ],
    [
      'a length that is none',
      SHORT_TEMPLATE.replace('color="{{ look.ink }}"', 'font-size="big"'),
      ['7: font-size of <mj-text> cannot be "big": it takes a length (px)'],
    ],
    [
      'a word that is none of a few',
      SHORT_TEMPLATE.replace('color="{{ look.ink }}"', 'align="middle"'),
      ['7: align of <mj-text> cannot be "middle": it takes one of left, right, center, justify'],
    ],
    [
      'an element in the wrong place',
      SHORT_TEMPLATE.replace('<mj-section><mj-column>', '<mj-section>').replace(
        '</mj-column></mj-section>',
        '</mj-section>',
      ),
      [5, 7, 10].map((line) => `${line}: <mj-text> cannot stand here, only in: mj-column, mj-hero`),
    ],
    [
      'HTML outside mj-text',
      SHORT_TEMPLATE.replace('<mj-text>{% if', '<p>hello</p><mj-text>{% if'),
      ['5: MJML knows no element <p> here: HTML stands in mj-text, or in mj-raw'],
    ],
    [
      'text outside mj-text',
      SHORT_TEMPLATE.replace('<mj-text>{% if', 'hello <mj-text>{% if'),
      ['5: Text in mj-column is not shown: put it into mj-text'],
    ],
    ['HTML that is not closed', inItem('<p><b>{{ item.title }}</p>'), ['7: <b> is not closed before </p> in line 7']],
    [
      'mj-text that is not closed',
      SHORT_TEMPLATE.replace(
        '</h2></mj-text>\n{% endonly %}{% endfor %}{% endfor %}',
        '</h2>\n{% endonly %}{% endfor %}{% endfor %}',
      ),
      ['7: <mj-text> is not closed before </mj-column> in line 13'],
    ],
    [
      'a document that is cut off',
      SHORT_TEMPLATE.slice(0, SHORT_TEMPLATE.indexOf('{% render')),
      [
        '1: <mjml> is not closed: the template ends before </mjml>',
        '3: <mj-body> is not closed: the template ends before </mj-body>',
        '4: <mj-section> is not closed: the template ends before </mj-section>',
        '4: <mj-column> is not closed: the template ends before </mj-column>',
      ],
    ],
    ['an end tag too many', inItem('{{ item.title }}</td>'), ['7: </td> closes nothing that is open']],
    [
      'quotation marks that are not closed',
      inItem('{{ item.title }}<a href="https://example.org>here</a>'),
      ['7: The quotation marks of href are not closed'],
    ],
    [
      'something behind its end',
      `${SHORT_TEMPLATE}<p>more</p>`,
      ['17: MJML knows no element <p> here: HTML stands in mj-text, or in mj-raw', '17: Nothing may follow </mjml>'],
    ],
    ['something before its beginning', `Hello\n${SHORT_TEMPLATE}`, ['1: Nothing may stand before <mjml>']],

    [
      'an include',
      SHORT_TEMPLATE.replace("{% render 'notes' %}", '<mj-include path="/etc/passwd" />'),
      ['12: Includes are off: write it here, or use one of the parts with {% render %}'],
    ],
    [
      'a script',
      inItem('{{ item.title }}<script>alert(1)</script>'),
      ['7: Scripts are refused: no mail program runs them'],
    ],
    [
      'an event handler',
      inItem('<b onclick="alert(1)">{{ item.title }}</b>'),
      ['7: onclick is refused: no mail program runs scripts'],
    ],
    [
      'a link that runs',
      inItem('<a href="javascript:alert(1)">{{ item.title }}</a>'),
      ['7: href must not begin with javascript:'],
    ],
    [
      'values in mj-raw',
      SHORT_TEMPLATE.replace("{% render 'notes' %}", '<mj-raw>{{ publication.title }}</mj-raw>'),
      ['12: Values may not stand in mj-raw: use mj-text, which is HTML as well'],
    ],
    [
      'values without quotation marks',
      inItem('<a href={{ item.url }}>{{ item.title }}</a>'),
      ['7: The value of href needs quotation marks around it'],
    ],
    [
      'values in a style sheet',
      SHORT_TEMPLATE.replace('<mj-title>', '<mj-style>.a { color: {{ edition.subject }}; }</mj-style><mj-title>'),
      ['2: In a style sheet only colours and typefaces of look may stand'],
    ],
    [
      'values in a style',
      inItem('<b style="color:{{ item.title }}">{{ item.title }}</b>'),
      ['7: In style only colours, typefaces and widths of look may stand'],
    ],
    [
      'values in a comment',
      inItem('<!-- {{ item.title }} -->{{ item.title }}'),
      ['7: Values may not stand in a comment'],
    ],
    [
      'values as a name',
      inItem('<{{ item.title }}>{{ item.title }}'),
      ['7: The name of a tag must stand there as it is'],
    ],
    [
      'words as an address',
      inItem('<a href="{{ item.title }}">{{ item.title }}</a>'),
      ['7: What stands in href is no address: it must begin with https:'],
    ],

    [
      'items for everybody',
      SHORT_TEMPLATE.replaceAll('{% only item %}', '').replaceAll('{% endonly %}', ''),
      [
        '7: An item stands outside {% only item %}: everybody would get it, whatever their topics',
        '10: An item stands outside {% only item %}: everybody would get it, whatever their topics',
      ],
    ],
    [
      'no events',
      SHORT_TEMPLATE.replace(/{% if events %}.*?{% endif %}\n/s, ''),
      ['-: Some items are not shown: go through the items of all groups, and through events.items'],
    ],
    [
      'no way to unsubscribe',
      SHORT_TEMPLATE.replace("{% render 'footer' %}", ''),
      [
        '-: A link to unsubscribe is missing: <a href="{{ links.unsubscribe }}">, for everybody',
        '-: A link to the preferences is missing: <a href="{{ links.preferences }}">, for everybody',
        "-: The imprint is missing: show every line of publication.imprint, or {% render 'footer' %}",
      ],
    ],
    [
      'no way to unsubscribe with some words of editors',
      SHORT_TEMPLATE.replace("{% render 'footer' %}", "{% unless edition.intro %}{% render 'footer' %}{% endunless %}"),
      [
        '-: A link to unsubscribe is missing: <a href="{{ links.unsubscribe }}">, for everybody',
        '-: A link to the preferences is missing: <a href="{{ links.preferences }}">, for everybody',
        "-: The imprint is missing: show every line of publication.imprint, or {% render 'footer' %}",
      ],
    ],
    [
      'no way to unsubscribe for some readers',
      SHORT_TEMPLATE.replace(
        '{% only item %}\n<mj-text><h2>',
        '{% only item %}<mj-text><a href="{{ links.unsubscribe }}">Bye</a></mj-text><mj-text><h2>',
      ).replace(
        "{% render 'footer' %}",
        '<mj-section><mj-column><mj-text><a href="{{ links.preferences }}">Change</a>{% for line in publication.imprint %}{{ line }}<br>{% endfor %}</mj-text></mj-column></mj-section>',
      ),
      ['-: A link to unsubscribe is missing: <a href="{{ links.unsubscribe }}">, for everybody'],
    ],
    [
      'more than arrives',
      SHORT_TEMPLATE.replace(
        '<mj-section>',
        `<mj-section><mj-column><mj-text>${'x'.repeat(90_000)}</mj-text></mj-column></mj-section><mj-section>`,
      ),
      ['-: The mail has 97 kB without any article; Gmail cuts off what is beyond 90 kB'],
    ],
  ])('is refused for %s', async (_, source, expected) => {
    expect(await sentences(source)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    [
      'leaves out what editors write',
      SHORT_TEMPLATE.replace(/<mj-text>{% if edition.intro.*\n/, ''),
      ['(advice) -: What editors write before the articles is not shown: {{ edition.intro }}'],
    ],
    [
      'has no title',
      SHORT_TEMPLATE.replace(/<mj-title>.*<\/mj-title>/, ''),
      ['(advice) -: The title is missing: <mj-title>{{ edition.subject }}</mj-title>'],
    ],
    [
      'has no preheader',
      SHORT_TEMPLATE.replace(/<mj-preview>.*<\/mj-preview>/, ''),
      ['(advice) -: The preheader is missing: <mj-preview>{{ edition.preheader }}</mj-preview>'],
    ],
    [
      'tells nobody what is left out',
      SHORT_TEMPLATE.replace(
        "{% render 'notes' %}",
        '<mj-text>{% if edition.outro %}{{ edition.outro }}{% endif %}</mj-text>',
      ),
      ['(advice) -: The notes are not shown: readers are not told what the mail leaves out'],
    ],
    [
      'has a picture without words',
      SHORT_TEMPLATE.replace(
        '<mj-section>',
        '<mj-section><mj-column><mj-image src="https://example.org/a.png" /></mj-column></mj-section>\n<mj-section>',
      ),
      ['(advice) 4: <mj-image> has no alt: say what it shows, or alt="" if it only decorates'],
    ],
    [
      'shows pictures of others',
      SHORT_TEMPLATE.replace(
        '<mj-section>',
        '<mj-section><mj-column><mj-social><mj-social-element name="facebook" href="https://example.org">Us</mj-social-element></mj-social></mj-column></mj-section>\n<mj-section>',
      ),
      ['(advice) -: A picture comes from www.mailjet.com, who is told who opens the mail: give one of your own'],
    ],
  ])('is taken with advice when it %s', async (_, source, expected) => {
    expect(await sentences(source)).toEqual(expected);
  });
});
