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
