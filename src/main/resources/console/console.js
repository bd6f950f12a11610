// The frame of each page: header, navigation, state of the relay, language, theme; then the page itself.
import { age, answeredByAnother, connect, fail, h, live, state, svg, t, useWords, when } from './lib.js';

const PAGES = ['flow', 'alerts', 'channels', 'rules', 'repair'];
const page = PAGES.find(name => location.pathname === '/' + name) ?? 'flow';

const status = h('span', { class: 'status', role: 'status' });
const old = h('p', { class: 'banner bad', role: 'alert', hidden: true });
const newer = h('p', { class: 'banner', role: 'status', hidden: true });
const main = h('main', { id: 'main', tabindex: '-1' });

function switchTheme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('theme', document.documentElement.dataset.theme);
}

function switchLanguage() {
  localStorage.setItem('language', t('otherLang'));
  const url = new URL(location.href);
  url.searchParams.delete('lang');
  location.replace(url);
}

/** Also where only the part behind # differs. */
function reload(event) {
  event.preventDefault();
  location.reload();
}

function frame() {
  const half = svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 1.6v10.8a5.4 5.4 0 0 1 0-10.8z' }));
  document.title = `${t(page)} · ${t('product')}`;
  document.body.append(
    h('a', { class: 'skip', href: '#main' }, t('skip')),
    h('header', { class: 'frame' },
      h('a', { class: 'brand', href: '/' }, h('img', { src: '/console/icon.svg', alt: '', width: '20', height: '20' }), h('span', {}, t('product'))),
      h('nav', { 'aria-label': t('pages') }, PAGES.map(name =>
        h('a', { href: name === 'flow' ? '/' : '/' + name, 'aria-current': name === page ? 'page' : null }, t(name)))),
      status,
      h('button', { class: 'quiet', type: 'button', onclick: switchTheme, 'aria-label': t('theme'), title: t('theme') }, half),
      h('button', { class: 'quiet', type: 'button', onclick: switchLanguage, lang: t('otherLang') }, t('other'))),
    old, newer, main,
    h('div', { id: 'said', role: 'status', 'aria-live': 'polite' }));
}

const module = await import(`./pages/${page}.js`);
useWords(module.words);
frame();
let shown = '';
let told = '';
let asOf = '';
let asOfSince = 0;
let first = '';
let runs = '';
live(now => {
  const another = now ? 0 : answeredByAnother();
  const word = now?.status ?? (another ? 'unreached' : 'gone');
  // Set only if it has changed, because it is read aloud.
  if (word !== shown) status.replaceChildren(now ? state(word) : state('gone', t(word)));
  shown = word;
  // By how long it has been the same, since the clocks of the relay and of the browser may differ.
  if (now && now.as_of !== asOf) {
    asOfSince = performance.now();
    asOf = now.as_of;
  }
  // The pages that are open are of the version with which they were loaded.
  first ||= now?.version ?? '';
  if (now?.version && now.version !== runs) {
    newer.replaceChildren(h('span', {}, t('newer', now.version), ' ', h('a', { href: location.href, onclick: reload }, t('reloadPage'))));
    newer.hidden = now.version === first;
    runs = now.version;
  }
  const late = asOf && performance.now() - asOfSince > 15000;
  const words = now ? (late ? t('old', when(asOf)) : '')
    : another ? [t('another', another), asOf ? t('old', when(asOf)) : ''].join(' ')
    : asOf ? t('silent', when(asOf)) : t('noAnswer');
  if (words !== told) old.replaceChildren(h('span', {}, words, another ? [' ', h('a', { href: location.href, onclick: reload }, t('reloadPage'))] : ''));
  told = words;
  old.hidden = !words;
  document.body.classList.toggle('outdated', Boolean(words));
});
connect();
// What is not redrawn would stay a minute old for hours.
setInterval(() => document.hidden || document.querySelectorAll('time').forEach(age), 5000);
try {
  await module.default(main);
} catch (e) {
  fail(e);
  // What is said at the bottom disappears, and what is missing would read as empty.
  main.append(h('p', { class: 'banner bad', role: 'alert' }, h('span', {}, e.message ?? String(e))));
}
