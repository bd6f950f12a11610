/*
 * What the pages share. TO ADD A PAGE: add its name to PAGES in management/ConsoleFiles.java and in console.js, its word to
 * words.js, and pages/<name>.js, which exports
 *
 *   export const words = { en: { title: '…', … }, zh: { … } };       // its own words; t() finds them before the shared ones
 *   export default async function (main) { main.append(h('h1', {}, t('title')), …); }   // draws it; main is the <main>
 *
 * The tools, each described at its definition: h (elements), t (words), plainly (texts of the relay in the page's language),
 * state, severity (a word with a shape), get, poll, post, lines (the API; errors are thrown with the relay's message), live (the
 * status, each second), insist, unknown (a first load that may fail), ask (a dialog that says what will be done and by whom), say, fail (a line that is read aloud), morph
 * (redraws only what has changed, and keeps the focus), clock (the relay's), when, zone, asTyped, ago, span, shortSpan, number, table, spark (a small chart).
 *
 * Whatever comes from alerts is text: h() makes text nodes of strings, nothing makes markup of them, and the policy of the page
 * (trusted types) forbids it. No inline styles either: use classes, or element.style.… from here.
 */
import { inChinese, REFUSALS } from './causes.js';
import { words as shared } from './words.js';

export const language = document.documentElement.lang === 'zh-CN' ? 'zh' : 'en';
let own = {};

/** The words of the page, besides the shared ones. */
export function useWords(words) {
  own = words;
}

/** The word in the language of the page; a word that is a function is called with the rest. An unknown one is itself. */
export function t(key, ...args) {
  const word = own[language]?.[key] ?? shared[language][key] ?? key;
  return typeof word === 'function' ? word(...args) : word;
}

/** The same for shared words only: the texts of this file must not depend on the page. */
function common(key, ...args) {
  const word = shared[language][key];
  return typeof word === 'function' ? word(...args) : word;
}

/** An element: h('p', { class: 'dim', onclick: f, 'aria-label': 'x' }, 'text', element, …). null and false are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  set(element, props);
  element.append(...children.flat(9).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

function set(element, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
}

/** The same for SVG. */
export function svg(tag, props = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  set(element, props);
  element.append(...children);
  return element;
}

/** Shapes, so that nobody has to distinguish colours: a disc is well, half a disc slow, a square stopped, a diamond unknown. */
const SHAPES = {
  disc: 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z', half: 'M6 1.5a4.5 4.5 0 1 0 0 9zM6 1.5v1.3a3.2 3.2 0 0 1 0 6.4v1.3a4.5 4.5 0 0 0 0-9z',
  square: 'M1.5 1.5h9v9h-9z', diamond: 'M6 .5 11.5 6 6 11.5.5 6z', bars: 'M2 1.5h3v9H2zM7 1.5h3v9H7z', triangle: 'M6 .8 11.6 11H.4z', ring: 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zm0 1.5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z',
};
const STATES = {
  up: ['ok', 'disc'], running: ['ok', 'disc'], delivered: ['ok', 'disc'], done: ['ok', 'disc'], Ok: ['ok', 'disc'], resolved: ['ok', 'ring'],
  degraded: ['warn', 'triangle'], slowed: ['warn', 'half'], retrying: ['warn', 'half'], probing: ['warn', 'diamond'], Warning: ['warn', 'triangle'],
  paused: ['note', 'bars'], waiting: ['note', 'ring'], starting: ['note', 'ring'], stopping: ['note', 'ring'], planning: ['note', 'ring'], Info: ['note', 'disc'],
  superseded: ['dim', 'ring'], 'too-old': ['dim', 'ring'], elsewhere: ['dim', 'ring'], cancelled: ['dim', 'ring'], discarded: ['dim', 'ring'],
  down: ['bad', 'square'], held: ['bad', 'square'], gone: ['bad', 'square'], failed: ['bad', 'square'], 'dead-lettered': ['bad', 'square'],
  unaccounted: ['bad', 'diamond'], quarantined: ['bad', 'diamond'], Critical: ['bad', 'triangle'], firing: ['bad', 'triangle'],
};

/** A state, or a severity, as a word with a shape and a colour: state('held'), state('failed', 'refused with 400'). */
export function state(name, text = common(name) ?? t(name)) {
  const [kind, shape] = STATES[name] ?? ['dim', 'ring'];
  return h('span', { class: `state ${kind}` }, svg('svg', { viewBox: '0 0 12 12', 'aria-hidden': 'true' }, svg('path', { d: SHAPES[shape] })), text);
}

/** Whether it is the relay's configuration that pauses a channel: nobody can resume it here. */
export const byFile = channel => channel.paused?.by === 'the configuration';

/** Which channels of other relays are held, as those say themselves: a map of host to a map of cause to the names. */
export function heldElsewhere({ cluster = [], channels = [] }) {
  const elsewhere = new Set(channels.filter(c => c.state === 'elsewhere').map(c => c.name));
  const held = new Map();
  for (const relay of cluster.filter(r => !r.this)) {
    for (const [name, cause] of Object.entries(relay.held ?? {}).filter(([one]) => elsewhere.has(one))) {
      const causes = held.get(relay.host) ?? new Map();
      held.set(relay.host, causes.set(cause, [...(causes.get(cause) ?? []), name]));
    }
  }
  return held;
}

/** Of how many alerts that wait the severities are counted, if not of all; else 0. What waits is some seconds old, so a small difference means nothing. */
export function firstOnly(channel) {
  const counts = Object.values(channel.waiting_by_severity ?? {});
  const known = counts.reduce((a, b) => a + b, 0);
  return counts.length && channel.waiting * 0.9 > known ? known : 0;
}

/** A text of the relay in the language of the page, as far as it is translated, with times as people write them. */
export const plainly = text => (language === 'zh' ? inChinese(text ?? '') : text ?? '')
  .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, at => when(at));

/** What the API refused, or that it could not be asked; its message is the relay's, see plainly. */
export class Refused extends Error {
  constructor(status, body, message) {
    super(inWords(body?.error?.code, message));
    this.status = status;
    this.body = body;
  }
}

/** In Chinese by the code, where there is a text for it; after a colon the message says what it is about. */
function inWords(code, message) {
  const chinese = language === 'zh' ? REFUSALS[code] ?? '' : '';
  return chinese && !chinese.endsWith('：') ? chinese : chinese + plainly(message);
}

/** Asks the API: get('receipts/' + encodeURIComponent(id)). Returns the JSON; throws Refused. */
export const get = (path, signal) => request(path, { method: 'GET', signal });

/** The same for what is asked for again and again: it is given up after five seconds. */
export async function poll(path) {
  // Not AbortSignal.timeout: Chrome has had it since 103 only.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('no answer in time', 'TimeoutError')), POLL_MS);
  try {
    return await get(path, late.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Posts to the API, with the name of the operator if there is one: post('reload', {}). Returns the JSON; throws Refused. */
export const post = (path, body = {}) => request(path, { method: 'POST', body: JSON.stringify(body) });

const POLL_MS = 5000;
/** Such a question may search topics. */
const AGAIN_MS = 2000;
/** Nothing is heard from a relay that stands still, or behind a network that drops all: no connection is closed. */
const SILENT_MS = 5000;
/** Aborts what is under way when the relay has gone silent: it would be waited for without end, and take the place of what is asked later. */
let silence = new AbortController();

/** Runs f with a signal that is aborted with the one given, if any, or by silence, until f is done; not all browsers have AbortSignal.any. */
async function abortable(signal, f) {
  const either = new AbortController();
  const signals = [silence.signal, ...(signal ? [signal] : [])];
  const abort = () => either.abort(signals.find(s => s.aborted).reason);
  for (const s of signals) s.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  try {
    return await f(either.signal);
  } finally {
    for (const s of signals) s.removeEventListener('abort', abort);
  }
}

async function send(path, options) {
  const headers = options.body === undefined ? {} : { 'Content-Type': 'application/json' };
  // A header carries ASCII; the relay reads percent-encoded UTF-8.
  if (operator()) headers['X-Relay-Operator'] = encodeURIComponent(operator()).replaceAll('%20', ' ');
  const answer = await fetch('/api/v1/' + path, { cache: 'no-store', redirect: 'manual', headers, ...options }).catch(unanswered);
  // The relay never redirects: that is the way to somebody's login, often of another site, where it could not be read.
  if (answer.type === 'opaqueredirect') throw new Refused(302, {}, common('notJson'));
  return answer;
}

/** What was not answered, or not to the end; what the page itself gave up stays an AbortError. */
function unanswered(e) {
  if (e.name === 'AbortError' || e instanceof Refused) throw e;
  throw new Refused(0, {}, common('noAnswer'));
}

const request = (path, options) => abortable(options.signal, async signal => {
  const answer = await send(path, { ...options, signal });
  const body = await answer.json().catch(e => {
    if (e instanceof SyntaxError) throw new Refused(answer.status, {}, common('notJson'));
    unanswered(e);
  });
  if (!answer.ok) throw new Refused(answer.status, body, body.error?.message ?? body.error ?? String(answer.status));
  return body;
});

/** Reads a listing of JSON lines, each as it comes: await lines('alerts?last=1h', line => …, signal). Throws Refused. */
export const lines = (path, each, given) => abortable(given, async signal => {
  const answer = await send(path, { method: 'GET', signal });
  if (!answer.ok) {
    const body = await answer.json().catch(() => ({}));
    throw new Refused(answer.status, body, body.error?.message ?? String(answer.status));
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ; ) {
    const { done, value } = await reader.read().catch(unanswered);
    const parts = (rest + (value ?? '')).split('\n');
    rest = done ? '' : parts.pop();
    for (const part of parts) {
      if (!part) continue;
      const line = JSON.parse(part);
      if (line.error) throw new Refused(answer.status, line, line.error.message);
      each(line);
    }
    if (done) return;
  }
});

/** By how much the relay's clock is ahead of the browser's, in ms; undefined until a status was read. */
let ahead;
let compared;
/** What takes no longer is the way of a status, and no clock that is wrong. */
const SAME_MS = 5000;

/** Learns it from a status that is new: of several the least old one says it, unless a clock was set meanwhile. */
function compareClocks(status) {
  if (!status?.as_of || status.as_of === compared) return;
  compared = status.as_of;
  const is = new Date(status.as_of) - Date.now();
  if (ahead === undefined || is > ahead || is < ahead - 6 * SAME_MS) ahead = is;
}

/** The time in ms, by the relay's clock as far as it is known: that of the browser may be wrong by minutes. */
const relayNow = () => Date.now() + (Math.abs(ahead ?? 0) > SAME_MS ? ahead : 0);

/** By how much the relay's clock is ahead of the browser's, in ms, if one of the two is wrong; else 0. */
export const clockIsAhead = () => (Math.abs(ahead ?? 0) > 60000 ? ahead : 0);

/** The same for what depends on it from the first: waits for a status, unless the relay does not give one. */
export async function clock() {
  if (ahead === undefined) await started().catch(() => {});
  return relayNow();
}

const watching = new Set();
let latest = null;
let stranger = 0;
let stream = null;
let polling = null;
/** Until when the relay is to be heard from. */
let due = Infinity;

/**
 * Calls f(status) with what /api/v1/status says, at once if it is known, and again whenever it has changed; with null while the
 * relay does not answer. From one stream of events for the page, which says something each second; a hidden page has none.
 */
export function live(f) {
  watching.add(f);
  if (latest) f(latest);
}

/**
 * The status of HTTP with which something else than the relay answered when it was asked last: most likely a proxy whose
 * login has ended. 0 if the relay answered, or nothing did.
 */
export const answeredByAnother = () => stranger;

/** Each refusal of the relay has a code; a proxy's 502 and such says that the relay does not answer. */
const isAnother = e => e instanceof Refused && e.status > 0 && e.status < 500 && !e.body?.error?.code;

/** Whether it may be answered later: not what is asked for, but the relay, Kafka or the way to them was the reason. */
const mayPass = e => e instanceof Refused && (e.status < 400 || e.status === 429 || e.status >= 500);

/** Why something is not known, and that it is asked for again if it is, see insist. */
export const reason = e => (mayPass(e) ? e.message + common('asksAgain') : e.message);

/** Says in its place why something is not known: an empty list would say that there is none. Read aloud, so only if it has changed. */
export function unknown(place, e) {
  if (place.textContent !== reason(e)) place.replaceChildren(h('p', { class: 'banner bad', role: 'alert' }, h('span', {}, reason(e))));
}

/**
 * Resolves to what f resolves to. After a failure that may pass (the relay is starting, Kafka is away) f is tried again with the
 * next status; failed(e) is called with each failure, see unknown. Of one that does not pass it never resolves.
 */
export function insist(f, failed) {
  return new Promise(resolve => {
    let again = Infinity;
    const attempt = async () => {
      again = Infinity;
      try {
        const result = await f();
        watching.delete(look);
        resolve(result);
      } catch (e) {
        failed(e);
        if (mayPass(e)) again = performance.now() + AGAIN_MS;
      }
    };
    const look = now => { if (now && performance.now() > again) attempt(); };
    live(look);
    attempt();
  });
}

/** The status of a relay that has started: before, it knows neither channels nor integrations. */
export async function started() {
  const status = await poll('status');
  compareClocks(status);
  if (status.as_of) return status;
  throw status.status === 'stopping' ? new Refused(503, { error: { code: 'Stopping' } }, 'the relay is stopping')
    : new Refused(503, { error: { code: 'Starting' } }, 'the relay is starting');
}

/** Begins to follow the status; called by the frame. */
export function connect() {
  const parts = new Map();
  const tell = status => {
    compareClocks(status);
    if (status) {
      due = performance.now() + SILENT_MS;
      stranger = 0;
    } else {
      silence.abort(new Refused(0, {}, common('noAnswer')));
      silence = new AbortController();
    }
    latest = status;
    for (const f of watching) f(latest);
  };
  const merge = (event, all) => {
    clearInterval(polling);
    polling = null;
    if (all) parts.clear();
    for (const [name, value] of Object.entries(JSON.parse(event.data))) {
      if (value === null) parts.delete(name);
      else parts.set(name, value);
    }
    const status = { channels: [], integrations: [], removed_channels: [] };
    for (const [name, value] of parts) {
      const list = name.split('/', 1)[0];
      if (list === name) status[name] = value;
      else (status[list] ??= []).push(value);
    }
    for (const list of [status.channels, status.integrations]) list.sort((a, b) => (a.name < b.name ? -1 : 1));
    tell(status);
  };
  const look = async () => {
    let refused;
    const status = await poll('status').catch(e => {
      refused = e;
      return null;
    });
    // An answer that is late says nothing beside a stream.
    if (!polling) return;
    stranger = isAnother(refused) ? refused.status : 0;
    tell(status);
  };
  const open = (patience = SILENT_MS) => {
    if (document.hidden || stream) return;
    due = performance.now() + patience;
    stream = new EventSource('/api/v1/events');
    stream.addEventListener('all', e => merge(e, true));
    stream.addEventListener('changes', e => merge(e, false));
    stream.onerror = instead;
  };
  const stop = () => {
    stream?.close();
    stream = null;
  };
  /** Refused, broken off, or silent: the status is polled meanwhile, and the stream is tried again. */
  const instead = () => {
    stop();
    polling ??= setInterval(() => document.hidden || look(), POLL_MS);
    look();
    setTimeout(open, 3000);
  };
  setInterval(() => {
    if (stream && performance.now() > due) instead();
  }, 1000);
  // What is shown then may be of long ago, so a relay that is silent is noticed sooner.
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : open(2000)));
  open();
}

/** The name of the operator, kept in this browser until it is changed; blank if it was not asked yet. */
export const operator = () => (localStorage.getItem('operator') ?? '').trim();

/**
 * Asks before something is done: what will happen, and by whom. Resolves to the result of run, or undefined if cancelled.
 *
 * @param title what is going to be done, as a question
 * @param body texts and elements: what it will do
 * @param fields inputs of it: { name, label, hint, value, required, placeholder, type, options: [[value, text], …], rows }
 * @param verb the word on the button
 * @param danger whether it can't be undone
 * @param run async, receives the values by name; an error is shown, and the dialog stays open
 */
export function ask({ title, body = [], fields = [], verb, danger = false, run }) {
  return new Promise(resolve => {
    let result;
    const inputs = {};
    const rows = fields.map(field => fieldRow(field, inputs));
    const name = {};
    const nameRow = () => fieldRow({ name: 'operator', label: common('yourName'), hint: common('nameHint'), required: true, value: operator() }, name);
    const needsName = !operator();
    if (needsName) rows.push(nameRow());
    const by = needsName ? null : h('span', { class: 'dim by break' }, common('actingAs', operator()), ' ',
      h('button', { type: 'button', class: 'quiet small', onclick: () => {
        by.remove();
        problem.before(nameRow());
        name.operator.focus();
        name.operator.select();
      } }, common('change')));
    const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    const go = h('button', { class: danger ? 'danger' : 'primary', type: 'submit' }, verb);
    const cancel = h('button', { type: 'button', onclick: () => dialog.close() }, common('cancel'));
    const form = h('form', { method: 'dialog' },
      h('h2', { id: 'ask-title' }, title), h('div', { class: 'ask-body' }, body), rows, problem,
      h('div', { class: 'buttons' },
        by, cancel, go));
    const dialog = h('dialog', { 'aria-labelledby': 'ask-title', oncancel: e => { if (go.disabled) e.preventDefault(); }, onclose: () => { dialog.remove(); resolve(result); } }, form);
    // What runs can't be called off. A second Escape closes a dialog whatever its cancel event says, but for closedby.
    const running = on => {
      go.disabled = cancel.disabled = on;
      go.textContent = on ? common('working') : verb;
      dialog.setAttribute('closedby', on ? 'none' : 'closerequest');
    };
    form.addEventListener('submit', async event => {
      event.preventDefault();
      if (name.operator) localStorage.setItem('operator', name.operator.value.trim());
      const values = Object.fromEntries(Object.entries(inputs).map(([name, i]) => [name, i.type === 'checkbox' ? i.checked : i.value.trim()]));
      running(true);
      problem.hidden = true;
      try {
        result = await run(values);
        dialog.close();
      } catch (e) {
        problem.textContent = e.message;
        problem.hidden = false;
      }
      running(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    (Object.values(inputs)[0] ?? name.operator ?? go).focus();
  });
}

let ids = 0;
function fieldRow(field, inputs) {
  const id = `field-${ids++}`;
  const props = { id, name: field.name, required: field.required, placeholder: field.placeholder, 'aria-describedby': field.hint ? id + '-hint' : null, autocomplete: 'off' };
  const input = field.options
    ? h('select', props, field.options.map(([value, text]) => h('option', { value }, text)))
    : field.rows ? h('textarea', { ...props, rows: field.rows, spellcheck: 'false' }) : h('input', { ...props, type: field.type ?? 'text' });
  if (field.type === 'checkbox') input.checked = Boolean(field.value);
  else if (field.value !== undefined) input.value = field.value;
  inputs[field.name] = input;
  return h('div', { class: 'field' }, h('label', { for: id }, field.label), input, field.hint ? h('p', { class: 'dim', id: id + '-hint' }, field.hint) : null);
}

/** Shows a line at the bottom that something was done; it is read aloud, and disappears by itself. */
export function say(text, kind = 'ok') {
  const line = h('p', { class: `said ${kind}` }, text);
  document.getElementById('said').append(line);
  setTimeout(() => line.remove(), kind === 'bad' ? 12000 : 6000);
}

/** Shows that something failed. */
export const fail = error => say(error.message ?? String(error), 'bad');

/** A time as people write it, in their time zone; without the day if it is today. */
export function when(at) {
  if (!at) return '';
  const moment = new Date(at);
  const days = moment.toDateString() === new Date().toDateString() ? {} : { year: 'numeric', month: '2-digit', day: '2-digit' };
  return moment.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB', { ...days, hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** The time zone of those times, at one of them: UTC+08:00. */
export function zone(at = Date.now()) {
  const minutes = -new Date(at).getTimezoneOffset();
  const two = n => String(Math.floor(n)).padStart(2, '0');
  return `UTC${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/** Attributes of an input whose text a phone is to leave as it was typed. */
export const asTyped = { autocapitalize: 'none', autocorrect: 'off', spellcheck: 'false' };

/** A duration, short: 12 s, 4 min, 3 h, 2 d. */
export function span(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 90) return common('second', s);
  if (s < 5400) return common('minute', Math.round(s / 60));
  return s < 129600 ? common('hour', Math.round(s / 3600)) : common('day', Math.round(s / 86400));
}

/** The same of one that may be shorter than a second, or than ten: 80 ms, 2.4 s. */
export function shortSpan(ms) {
  if (ms < 1000) return common('millisecond', Math.max(0, ms));
  return ms < 10000 ? common('second', (ms / 1000).toFixed(1)) : span(ms);
}

/** A time as how long ago, or ahead, it is; the time itself is the title. The frame keeps it right, see age. */
export function ago(at) {
  if (!at) return '–';
  return age(h('time', { datetime: at, title: new Date(at).toLocaleString() }));
}

/** Writes how long ago the element's time is now. */
export function age(time) {
  const ms = relayNow() - new Date(time.dateTime);
  const text = Math.abs(ms) < 2000 ? common('now') : ms > 0 ? common('ago', span(ms)) : common('in', span(-ms));
  if (time.textContent !== text) time.textContent = text;
  return time;
}

/** A number with separated thousands; – if it is not known. */
export const number = n => (n === undefined || n === null ? '–' : n.toLocaleString('en-US'));

/**
 * Replaces the children of an element, changing as little as possible, so that the focus stays: for what is redrawn each
 * second. Children are matched by data-key if they have one, else by their place; listeners are those of the first drawing,
 * so they must look up what they need.
 */
export function morph(element, ...children) {
  const wanted = children.flat(9).filter(child => child !== null && child !== undefined && child !== false);
  const keyed = new Map([...element.children].filter(c => c.dataset.key).map(c => [c.dataset.key, c]));
  wanted.forEach((child, i) => {
    const node = typeof child === 'object' ? child : document.createTextNode(child);
    const there = element.childNodes[i];
    const same = node.dataset?.key ? keyed.get(node.dataset.key) : there?.dataset?.key ? undefined : there;
    if (same === node && there === node) return;
    if (!same || same === node || same.nodeName !== node.nodeName) {
      if (there && !node.dataset?.key && !there.dataset?.key) there.replaceWith(node);
      else element.insertBefore(node, there ?? null);
      return;
    }
    if (same !== there) element.insertBefore(same, there ?? null);
    if (same.nodeType === Node.TEXT_NODE) {
      if (same.data !== node.data) same.data = node.data;
    } else if (!same.isEqualNode(node)) {
      for (const { name } of [...same.attributes]) if (!node.hasAttribute(name) && !(name === 'open')) same.removeAttribute(name);
      for (const { name, value } of node.attributes) if (same.getAttribute(name) !== value) same.setAttribute(name, value);
      morph(same, ...node.childNodes);
    }
  });
  while (element.childNodes.length > wanted.length) element.lastChild.remove();
}

/**
 * A table: table(caption, [{ head, cell: row => text or element, number: true, wide: true (off on a phone) }, …], rows). The
 * caption is for screen readers.
 */
export function table(caption, columns, rows) {
  const kind = c => [c.number ? 'number' : '', c.wide ? 'wide' : ''].join(' ').trim() || null;
  return h('div', { class: 'scroll' }, h('table', {},
    h('caption', { class: 'hidden' }, caption),
    h('thead', {}, h('tr', {}, columns.map(c => h('th', { scope: 'col', class: kind(c) }, c.head)))),
    h('tbody', {}, rows.map(row => h('tr', {}, columns.map(c => h('td', { class: kind(c) }, c.cell(row))))))));
}

/**
 * A small chart of numbers over time, oldest first: spark([[1, 2, 3], …], 'what it shows'). Several series share one scale;
 * the first is filled. What it shows is for screen readers.
 */
export function spark(series, label, { width = 120, height = 28 } = {}) {
  const most = Math.max(1, ...series.flat());
  const chart = svg('svg', { class: 'spark', viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label });
  series.forEach((values, i) => {
    const x = n => ((n * width) / Math.max(1, values.length - 1)).toFixed(1);
    const y = v => (height - 1 - (v * (height - 2)) / most).toFixed(1);
    const line = values.map((v, n) => `${n ? 'L' : 'M'}${x(n)} ${y(v)}`).join('');
    if (i === 0 && values.length) chart.append(svg('path', { class: 'area', d: `${line}L${width} ${height}L0 ${height}z` }));
    chart.append(svg('path', { class: `line line-${i}`, d: line }));
  });
  return chart;
}
