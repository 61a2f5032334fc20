/** As short as a template can be that is in order: items stand from line 7 and line 10. */
export const SHORT_TEMPLATE = `<mjml lang="{{ language }}">
<mj-head><mj-title>{{ edition.subject }}</mj-title><mj-preview>{{ edition.preheader }}</mj-preview></mj-head>
<mj-body>
<mj-section><mj-column>
<mj-text>{% if edition.intro %}{{ edition.intro }}{% endif %}</mj-text>
{% for group in groups %}{% for item in group.items %}{% only item %}
<mj-text color="{{ look.ink }}"><h2>{{ item.title }}</h2></mj-text>
{% endonly %}{% endfor %}{% endfor %}
{% if events %}{% for item in events.items %}{% only item %}
<mj-text><h2>{{ item.title }}</h2><p>{{ item.event.when }}</p></mj-text>
{% endonly %}{% endfor %}{% endif %}
{% render 'notes' %}
</mj-column></mj-section>
{% render 'footer' %}
</mj-body>
</mjml>
`;

/** One that puts values wherever they may stand. */
export const OWN_TEMPLATE = SHORT_TEMPLATE.replace(
  '<h2>{{ item.title }}</h2></mj-text>',
  `<h2 id="a{{ item.at }}" title='{{ item.title }}'><a href="{{ item.url | default: publication.siteUrl }}" title="{{ item.title }}">{{ item.title }}</a></h2>
{% if item.teaser %}<p lang="{{ language }}">{{ item.teaser | upcase | truncate: 80 }}</p>{% endif %}
{% for topic in item.topics %}<span>{{ topic }}</span>{% endfor %}
{% if item.image %}<img src="{{ item.image.url }}" alt="{{ item.image.alt }}" width="120">{% endif %}</mj-text>
{% if item.image %}<mj-image src="{{ item.image.url }}" alt="{{ item.image.alt }}" title="{{ item.title }}" href="{{ item.image.url }}" width="120px" />{% endif %}
<mj-button href="{{ item.url | default: publication.siteUrl }}" background-color="{{ look.accent }}">{{ item.title }}</mj-button>
<mj-table><tr><td>{{ item.title }}</td></tr></mj-table>
{% render 'article', item: item, size: '21px' %}`.replace(
    "{% render 'article', item: item, size: '21px' %}",
    "<mj-text>{% render 'article', item: item, size: '21px' %}</mj-text>",
  ),
);
