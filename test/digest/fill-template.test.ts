import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../lambdas/digest/render-html.ts';
import { anEdition, RUHR, SITE_URL } from './samples.ts';

const render = (template: string) =>
  renderHtml({
    publication: RUHR,
    edition: anEdition(12),
    language: 'de',
    siteUrl: SITE_URL,
    archiveUrl: `${SITE_URL}/archive/ruhr/12`,
    template,
  });

const within = (inner: string) => `<mjml>
<mj-body>
<mj-section><mj-column>
${inner}
</mj-column></mj-section>
</mj-body></mjml>`;

describe('a template of others', () => {
  it('is filled with what the looks are given, and has their parts', async () => {
    const { blocks } = await render(
      within(
        "{% for group in groups %}{% for item in group.items %}{% only item %}<mj-text>{% render 'title', item: item %}</mj-text>{% endonly %}{% endfor %}{% endfor %}",
      ),
    );
    const first = blocks.find(({ forItems }) => forItems?.[0] === 0);
    expect(JSON.stringify(first)).toContain('Neun Städte, eine Lernwerkstatt</a>');
  });

  it.each([
    [
      'an unknown name',
      within('<mj-text>{{ edition.tittle }}</mj-text>'),
      /cannot be filled: line 4, column 13: undefined variable/,
    ],
    [
      'an open tag',
      within('<mj-text>{% if edition.intro %}</mj-text>'),
      /cannot be filled: line 4, column 10: .*not closed/,
    ],
    ['a mistake within a part', within("{% render 'title' %}"), /line 1, column \d+ of the part "title"/],
    ['an unknown element', within('<mj-txt>Hallo</mj-txt>'), /not valid MJML: line 4 once filled: .*mj-txt/],
    ['an illegal attribute', within('<mj-text colour="red">Hallo</mj-text>'), /line 4 once filled: .*colour/],
    ['something else', 'Hallo', /not valid MJML/],
  ])('with %s is refused, with its place', async (_, template, message) => {
    await expect(render(template)).rejects.toMatchObject({ fault: 'invalid', message: expect.stringMatching(message) });
  });
});
