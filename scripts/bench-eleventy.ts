/** The same digests as a site of stock Eleventy: a page each, the index, an archive and a feed of twenty with full texts; code is highlighted by its own plugin where HIGHLIGHT is set. */
export const ELEVENTY: Readonly<Record<string, string>> = {
  'eleventy.config.mjs': `import highlight from '${import.meta.resolve('@11ty/eleventy-plugin-syntaxhighlight')}'

export default function (config) {
  if (process.env.HIGHLIGHT) config.addPlugin(highlight)
  config.addCollection('digests', (all) => all.getFilteredByGlob('site/digests/*.md').sort((a, b) => (a.fileSlug < b.fileSlug ? 1 : -1)))
  config.addFilter('first', (list, count) => list.slice(0, count))
  config.addFilter('day', (date) => date.toISOString().slice(0, 10))
  return { markdownTemplateEngine: false, htmlTemplateEngine: 'njk', dir: { input: 'site', output: 'dist' } }
}
`,
  'site/digests/digests.json': '{ "layout": "digest.njk" }\n',
  'site/_includes/page.njk': `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ title }} · Bench</title>
<meta name="description" content="{{ summary }}"><link rel="canonical" href="https://digest.example{{ page.url }}"><link rel="alternate" type="application/rss+xml" title="Bench" href="/feed.xml"><link rel="stylesheet" href="/site.css">
<meta property="og:title" content="{{ title }}"><meta property="og:url" content="https://digest.example{{ page.url }}"></head>
<body><header><p><a href="/">Bench</a></p><nav><a href="/archive/">Archive</a> <a href="/feed.xml">Feed</a></nav></header>
<main>{{ content | safe }}</main><footer><p>Bench is written by Ada.</p></footer></body>
</html>
`,
  'site/_includes/digest.njk': `---
layout: page.njk
---
<article><header><h1>{{ title }}</h1><p><time datetime="{{ page.date | day }}">{{ page.date | day }}</time></p><p>{{ summary }}</p></header><div>{{ content | safe }}</div></article>
`,
  'site/index.njk': `---
layout: page.njk
title: Bench
permalink: /index.html
---
<h1>Bench</h1><ul>{% for one in collections.digests | first(5) %}<li><a href="{{ one.url }}">{{ one.data.title }}</a> <p>{{ one.data.summary }}</p></li>{% endfor %}</ul>
`,
  'site/archive.njk': `---
layout: page.njk
title: Archive
permalink: /archive/index.html
---
<h1>Archive</h1><ul>{% for one in collections.digests %}<li><a href="{{ one.url }}">{{ one.data.title }}</a> <p>{{ one.data.summary }}</p></li>{% endfor %}</ul>
`,
  'site/feed.njk': `---
permalink: /feed.xml
---
<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Bench</title><link>https://digest.example/</link>{% for one in collections.digests | first(20) %}<item><title>{{ one.data.title }}</title><link>https://digest.example{{ one.url }}</link><description>{{ one.templateContent }}</description></item>{% endfor %}</channel></rss>
`,
}
