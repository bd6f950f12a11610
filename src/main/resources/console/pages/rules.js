// The rules of each integration: as a table with how often each case matches, to be tried, compared, and looked up as they were.
import { fail, get, h, insist, live, number, plainly, post, reason, state, t, table, unknown, when } from '../lib.js';
import { channels, condition, decision, words as telling } from '../story.js';

export const words = {
  en: {
    ...telling.en,
    integration: 'Integration', viewRules: 'Rules', viewTry: 'Try a body', viewWhatIf: 'What if', viewVersions: 'Versions', views: 'Views',
    then: 'Then', stops: 'stops here', goesOn: 'continues', hits: 'Hits in 24 h', hit: 'hits', counting: 'counting …', noneOther: 'If no case has a channel for it',
    everything: 'every alert', named: label => `the channel named by ${label}`, version: 'Version', warnings: 'Warnings',
    hitsOver: (n, from) => `Hits: what the current rules make of the ${number(n)} firing alerts received since ${from}; a recovery goes where its firing went.`,
    hitsSoFar: (n, from) => `Counting further back: the ${number(n)} firing alerts received since ${from} so far …`,
    dedicated: 'A dedicated integration: it has no rules, every alert goes to one channel.', file: 'As a file of rules',
    body: 'Body', bodyHint: 'What ARMS or Alertmanager posts. It is only read and explained: nothing is sent, nothing is kept.', sender: 'From', explain: 'Explain', sample: 'Put in a sample',
    edited: 'Edited rules', editedHint: 'Change them here: nothing is put into force. To do that, save them in the file that the configuration names.', over: 'Over', compare: 'Compare',
    last1h: 'the last hour', last24h: 'the last 24 hours', last7d: 'the last 7 days', reset: 'Back to the current rules',
    same: 'Nothing would go elsewhere.', differs: (changed, firings) => `${number(changed)} of ${number(firings)} firing alerts would go elsewhere.`,
    comparedOver: (webhooks, from) => `${number(webhooks)} webhooks since ${from}; recoveries are not counted, they go where their firing went.`,
    before: 'Now', after: 'Edited', change: 'Change', alertsThat: n => `${number(n)} alerts`, insteadOf: 'instead of', ungrouped: n => `and ${number(n)} others`,
    intoDefault: 'falls to the default', mistakes: 'The rules have mistakes', unreadable: n => `${number(n)} could not be read.`,
    firstUsed: 'First used', cases: 'Cases', inUse: 'In use', older: 'Before', newer: 'After', diff: 'Show what is different', pickTwo: 'Pick two versions to compare.', show: 'Show',
    noDiff: 'They say the same.', onlyChannels: 'One of them is dedicated: there are no cases to compare.', added: 'new', removed: 'gone', moved: 'moved', changed: 'changed',
    caseNo: n => `case ${n}`, caseMoved: (from, to) => `case ${from}, now ${to}`, noCondition: 'no conditions', none: 'No rules.', never: 'never',
    rulesChanged: 'The rules were changed;', drawAgain: 'reload',
  },
  zh: {
    ...telling.zh,
    integration: '集成', viewRules: '规则', viewTry: '试匹配', viewWhatIf: '试算', viewVersions: '版本', views: '视图',
    then: '命中后', stops: '到此为止', goesOn: '继续往下', hits: '24 小时命中', hit: '命中', counting: '统计中……', noneOther: '以上 case 均未给出协作空间时',
    everything: '所有告警', named: label => `与 ${label} 同名的协作空间`, version: '版本', warnings: '可能有误',
    hitsOver: (n, from) => `命中数：用当前规则重新判定 ${from} 以来收到的 ${number(n)} 条触发告警；恢复总是沿用触发时的去向。`,
    hitsSoFar: (n, from) => `继续向前统计：目前已统计 ${from} 以来的 ${number(n)} 条触发告警……`,
    dedicated: '专属集成：没有规则，所有告警都发往同一个协作空间。', file: '规则文件形式',
    body: '请求体', bodyHint: 'ARMS 或 Alertmanager 发送的内容。只读取并解释：不发送，也不保存。', sender: '来自', explain: '解释', sample: '填入示例',
    edited: '修改后的规则', editedHint: '可在此修改，不会生效。要使其生效，请保存到配置所指的文件中。', over: '对比时段', compare: '比较',
    last1h: '最近 1 小时', last24h: '最近 24 小时', last7d: '最近 7 天', reset: '还原为当前规则',
    same: '去向都不变。', differs: (changed, firings) => `${number(firings)} 条触发告警中有 ${number(changed)} 条会改变去向。`,
    comparedOver: (webhooks, from) => `${from} 以来的 ${number(webhooks)} 个 webhook；恢复不计，它总是沿用触发时的去向。`,
    before: '当前', after: '修改后', change: '变化', alertsThat: n => `${number(n)} 条告警`, insteadOf: '而不是', ungrouped: n => `另有 ${number(n)} 条`,
    intoDefault: '改走默认路由', mistakes: '规则有误', unreadable: n => `${number(n)} 个无法读取。`,
    firstUsed: '首次使用', cases: 'Case 数', inUse: '使用中', older: '之前', newer: '之后', diff: '显示差异', pickTwo: '选择两个版本进行比较。', show: '查看',
    noDiff: '两者相同。', onlyChannels: '其中一个是专属集成：没有可比较的 case。', added: '新增', removed: '删除', moved: '移动', changed: '修改',
    caseNo: n => `case ${n}`, caseMoved: (from, to) => `case ${from}，现为 ${to}`, noCondition: '没有条件', none: '没有规则。', never: '从未',
    rulesChanged: '规则已更改，请', drawAgain: '重新加载',
  },
};

const VIEWS = { rules: 'viewRules', try: 'viewTry', 'what-if': 'viewWhatIf', versions: 'viewVersions' };

export default async function (main) {
  const pick = h('div', { class: 'row' });
  const tabs = h('nav', { class: 'tabs', 'aria-label': t('views') });
  const outdated = h('p', { class: 'note', role: 'status', hidden: true }, t('rulesChanged'), ' ', h('a', { href: location.href }, t('drawAgain')));
  const place = h('div', {}, h('p', { class: 'dim' }, t('loading')));
  main.append(h('div', { class: 'page-head' }, h('h1', {}, t('rules')), pick), tabs, outdated, place);
  const all = async () => (await get('rules')).integrations;
  const draw = async rules => {
    drawn = versionsOf(rules, 'version');
    outdated.hidden = true;
    while (outdated.nextSibling) outdated.nextSibling.remove();
    const view = show(main, pick, tabs, rules);
    untouched = fields(main);
    await view;
  };
  let drawn = '';
  let untouched = '';
  let noticed = '';
  const first = draw(await insist(all, e => unknown(place, e)));
  live(now => {
    if (!now?.integrations?.length) return;
    const current = versionsOf(now.integrations, 'rules');
    if (current === drawn) outdated.hidden = true;
    if (current === drawn || current === noticed) return;
    noticed = current;
    // What somebody has typed, or was answered, is not taken away.
    if (fields(main) === untouched && !main.querySelector('textarea:focus')) all().then(draw).catch(() => { noticed = ''; });
    else outdated.hidden = false;
  });
  await first;
}

const versionsOf = (integrations, version) => JSON.stringify(integrations.map(i => [i.name, i[version]]).sort());
const fields = main => JSON.stringify([[...main.querySelectorAll('textarea')].map(area => area.value), main.querySelectorAll('.stack > *').length]);

async function show(main, pick, tabs, all) {
  const asked = new URLSearchParams(location.search);
  const view = VIEWS[asked.get('view')] ? asked.get('view') : 'rules';
  const chosen = all.find(i => i.name === asked.get('integration')) ?? all.find(i => i.routes) ?? all[0];
  const to = (name, other) => `/rules?${new URLSearchParams({ integration: name, view: other })}`;
  const select = h('select', { id: 'integration', onchange: () => location.assign(to(select.value, view)) },
    all.map(i => h('option', { value: i.name, selected: i === chosen }, i.name)));
  pick.replaceChildren(h('label', { for: 'integration', class: 'dim' }, t('integration')), select);
  if (chosen) tabs.replaceChildren(...Object.entries(VIEWS).map(([name, word]) => h('a', { href: to(chosen.name, name), 'aria-current': name === view ? 'page' : null }, t(word))));
  if (!chosen) main.append(h('p', { class: 'dim' }, t('none')));
  else await { rules: inForce, try: tryBody, 'what-if': whatIf, versions }[view](main, chosen);
}

// ---- the current rules

async function inForce(main, rules) {
  const card = h('section', { class: 'card rule-set' },
    h('div', { class: 'card-head' }, h('h2', {}, rules.name), h('span', { class: 'dim' }, t('version'), ' ', h('span', { class: 'mono' }, rules.version))));
  main.append(card);
  if (!rules.routes) {
    card.append(h('p', { class: 'card-body' }, h('span', {}, t('dedicated')), channels([rules.channel])));
    return;
  }
  if (rules.warnings.length) {
    card.append(h('div', { class: 'card-body' }, h('div', { class: 'banner warn' }, h('h3', {}, t('warnings')), h('ul', {}, rules.warnings.map(w => h('li', { class: 'break' }, plainly(w)))))));
  }
  const counts = new Map();
  const count = key => {
    const bar = h('span', { class: 'hits' }, h('span', { class: 'dim small' }, t('counting')));
    counts.set(key, bar);
    return bar;
  };
  const rows = [...rules.routes.cases.map((c, i) => ({ ...c, number: i + 1 })), { byDefault: true, channels: rules.routes.default?.channels ?? [] }];
  const note = h('p', { class: 'dim small card-body' });
  card.append(table(`${t('rules')}: ${rules.name}`, [
    { head: t('case'), cell: r => h('strong', {}, r.byDefault ? t('byDefault') : [h('span', { class: 'narrow' }, `${t('case')} `), r.number]) },
    { head: t('condition'), cell: r => (r.byDefault ? h('span', { class: 'dim' }, t('noneOther')) : conditions(r)) },
    { head: t('goesTo'), cell: target },
    { head: t('then'), cell: r => (r.byDefault ? '' : h('span', { class: r.fallthrough ? 'note' : 'dim' }, t(r.fallthrough ? 'goesOn' : 'stops'))) },
    { head: t('hits'), number: true, cell: r => count(r.byDefault ? 'default' : String(r.number)) },
  ], rows), note,
  h('details', { class: 'card-body' }, h('summary', {}, t('file')), h('pre', { tabindex: '0', role: 'region', 'aria-label': t('file') }, rules.yaml)));
  await insist(() => eachCount(rules.name, card, hits => {
    const most = Math.max(1, hits.default, ...Object.values(hits.cases));
    for (const [key, place] of counts) {
      const n = key === 'default' ? hits.default : hits.cases[key] ?? 0;
      const bar = h('span', { class: 'hit-bar', 'aria-hidden': 'true' });
      bar.style.width = `${(n / most) * 100}%`;
      place.replaceChildren(n || !hits.complete ? h('span', {}, number(n), h('span', { class: 'narrow dim' }, ` ${t('hit')}`)) : h('span', { class: 'dim' }, t('never')), h('span', { class: 'hit-room' }, bar));
    }
    note.textContent = t(hits.complete ? 'hitsOver' : 'hitsSoFar', hits.firings, when(hits.from));
  }), e => {
    for (const place of counts.values()) place.replaceChildren('–');
    note.textContent = reason(e);
  });
}

/**
 * Counts further and further back, until a day is counted. It pauses while another client's count runs, in a storm, when only
 * the newest are counted, and while the page is hidden; and ends when the card is no longer shown.
 */
async function eachCount(name, card, draw) {
  for (let from = Infinity; card.isConnected; ) {
    const hits = await get('rules/hits/' + encodeURIComponent(name)).catch(problem => {
      if (problem.status !== 429) throw problem;
    });
    if (hits) draw(hits);
    if (hits?.complete) return;
    if (!(new Date(hits?.from) < from)) await new Promise(done => setTimeout(done, 2000));
    if (hits) from = new Date(hits.from);
    while (document.hidden) await new Promise(done => document.addEventListener('visibilitychange', done, { once: true }));
  }
}

const conditions = one => (one.if.length
  ? h('ul', { class: 'conditions' }, one.if.map(c => h('li', { class: 'mono break' }, condition(c))))
  : h('span', { class: 'dim' }, t('everything')));

const target = one => (one.routing_mode === 'name_mapping'
  ? h('span', { class: 'break' }, t('named', one.name_mapping_label))
  : channels(one.channels.map(String)));

// ---- a body, explained

const SAMPLE = {
  status: 'firing',
  alerts: [{
    status: 'firing', labels: { alertname: 'CPU high', severity: 'critical', team: 'payments', clustername: 'prod-hangzhou' },
    annotations: { message: 'CPU is at 97%' }, startsAt: '2026-11-22T02:00:00Z', fingerprint: '5f2c1d7ab0934e6e',
  }],
};

async function tryBody(main, rules) {
  const area = h('textarea', { id: 'body', rows: '14', spellcheck: 'false', 'aria-describedby': 'body-hint' });
  const sender = h('select', { id: 'sender' }, ['aliyun-arms', 'prometheus'].map(s => h('option', { value: s }, s)));
  const answer = h('div', { class: 'stack', 'aria-live': 'polite' });
  const form = h('form', { class: 'card', onsubmit: async e => {
    e.preventDefault();
    try {
      const told = await post('explain', { integration: rules.name, sender: sender.value, body: area.value });
      answer.replaceChildren(...told.alerts.map(alert => h('section', { class: 'card' },
        h('div', { class: 'card-head' }, h('h2', { class: 'break' }, alert.title || '–'), h('span', { class: 'row' }, state(alert.status), state(alert.severity))),
        h('div', { class: 'card-body' }, decision(alert)))));
    } catch (problem) {
      answer.replaceChildren(h('p', { class: 'problem' }, problem.message));
    }
  } },
  h('div', { class: 'card-body' },
    h('div', { class: 'field' }, h('label', { for: 'body' }, t('body')), area, h('p', { class: 'dim', id: 'body-hint' }, t('bodyHint'))),
    h('div', { class: 'buttons' },
      h('label', { for: 'sender', class: 'dim' }, t('sender')), sender,
      h('button', { type: 'button', onclick: () => { area.value = JSON.stringify(SAMPLE, null, 2); } }, t('sample')),
      h('button', { type: 'submit', class: 'primary' }, t('explain')))));
  main.append(h('div', { class: 'two' }, form, answer));
}

// ---- other rules, for received alerts

async function whatIf(main, rules) {
  const area = h('textarea', { id: 'routes', rows: '22', spellcheck: 'false', value: rules.yaml ?? 'cases: []\ndefault:\n  channels: [' + rules.channel + ']\n', 'aria-describedby': 'routes-hint' });
  const mine = area.value;
  const last = h('select', { id: 'last' }, ['1h', '24h', '7d'].map(p => h('option', { value: p, selected: p === '24h' }, t('last' + p))));
  const answer = h('div', { class: 'stack', 'aria-live': 'polite' });
  const go = h('button', { type: 'submit', class: 'primary' }, t('compare'));
  const form = h('form', { class: 'card', onsubmit: async e => {
    e.preventDefault();
    go.disabled = true;
    answer.replaceChildren(h('p', { class: 'dim' }, t('working')));
    try {
      answer.replaceChildren(...compared(await post('what-if', { integration: rules.name, routes: area.value, last: last.value })));
    } catch (problem) {
      const list = problem.body?.error?.problems;
      answer.replaceChildren(h('div', { class: 'problem' }, list ? h('h3', {}, t('mistakes')) : problem.message, list ? h('ul', {}, list.map(p => h('li', { class: 'break' }, plainly(p)))) : null));
    }
    go.disabled = false;
  } },
  h('div', { class: 'card-body' },
    h('div', { class: 'field' }, h('label', { for: 'routes' }, t('edited')), area, h('p', { class: 'dim', id: 'routes-hint' }, t('editedHint'))),
    h('div', { class: 'buttons' }, h('label', { for: 'last', class: 'dim' }, t('over')), last,
      h('button', { type: 'button', onclick: () => { area.value = mine; } }, t('reset')), go)));
  main.append(h('div', { class: 'two' }, form, answer));
}

function compared(told) {
  const delta = c => c.after - c.before;
  return [
    h('section', { class: 'card' },
      h('h2', {}, told.changed || told.into_default ? t('differs', told.changed, told.firings) : t('same')),
      table(t('channels'), [
        { head: t('channels'), cell: ([name]) => h('span', { class: 'break' }, name) },
        { head: t('before'), number: true, cell: ([, c]) => number(c.before) },
        { head: t('after'), number: true, cell: ([, c]) => number(c.after) },
        { head: t('change'), number: true, cell: ([, c]) => h('strong', { class: delta(c) < 0 ? 'bad' : delta(c) ? 'note' : 'dim' }, delta(c) > 0 ? `+${number(delta(c))}` : number(delta(c))) },
      ], Object.entries(told.channels)),
      h('p', { class: 'card-body dim small' }, t('comparedOver', told.webhooks, when(told.from)), told.unreadable ? t('unreadable', told.unreadable) : '')),
    told.warnings.length ? h('div', { class: 'banner warn' }, h('h3', {}, t('warnings')), h('ul', {}, told.warnings.map(w => h('li', { class: 'break' }, plainly(w))))) : '',
    ...told.groups.map(g => h('section', { class: 'card' },
      h('div', { class: 'card-head' }, h('h3', {}, t('alertsThat', g.count), ' → ', channels(g.after), ' ', h('span', { class: 'dim' }, t('insteadOf')), ' ', channels(g.before)),
        g.into_default ? state('Warning', t('intoDefault')) : null),
      h('div', { class: 'card-body' },
        h('p', { class: 'small break' }, h('span', { class: 'dim' }, `${t('before')}: `), plainly(g.why_before), h('br'), h('span', { class: 'dim' }, `${t('after')}: `), plainly(g.why_after)),
        h('ul', { class: 'links small' }, g.examples.map(x => h('li', {}, state(x.severity), ' ',
          h('a', { href: `/alerts?id=${encodeURIComponent(x.receipt)}&index=${x.index}`, class: 'break' }, x.title || x.receipt), ' ', h('span', { class: 'dim' }, when(x.received_at)))))))),
    told.ungrouped ? h('p', { class: 'dim' }, t('ungrouped', told.ungrouped)) : '',
  ];
}

// ---- versions

async function versions(main, rules) {
  const place = h('div', {}, h('p', { class: 'dim' }, t('loading')));
  main.append(place);
  const all = (await insist(() => get('rules/versions'), e => unknown(place, e))).versions.reverse();
  // Drawn again meanwhile.
  if (!place.isConnected) return;
  place.remove();
  const answer = h('div', { class: 'stack', 'aria-live': 'polite' });
  const own = all.filter(v => v.integration === rules.name || v.now.includes(rules.name));
  const picked = { before: own[1]?.version, after: own[0]?.version };
  const radio = side => v => h('input', { type: 'radio', name: side, value: v.version, checked: picked[side] === v.version, 'aria-label': `${t(side === 'before' ? 'older' : 'newer')} ${v.version}`, onchange: () => { picked[side] = v.version; } });
  const fetchInto = async make => answer.replaceChildren(...(await make()));
  main.append(h('section', { class: 'card' },
    table(t('viewVersions'), [
      { head: t('older'), cell: radio('before') }, { head: t('newer'), cell: radio('after') },
      { head: t('version'), cell: v => h('span', {}, h('button', { class: 'quiet mono', type: 'button', title: t('show'), onclick: () => fetchInto(() => shown(v.version)).catch(fail) }, v.version), v.now.includes(rules.name) ? state('running', t('inUse')) : '') },
      { head: t('firstUsed'), cell: v => h('span', { class: 'nowrap' }, when(v.first_used_at)) },
      { head: t('cases'), wide: true, cell: v => (v.channel ? channels([v.channel]) : v.cases) },
    ], own),
    h('div', { class: 'card-body' }, h('div', { class: 'buttons' }, h('span', { class: 'dim by' }, t('pickTwo')),
      h('button', { class: 'primary', type: 'button', onclick: () => fetchInto(() => difference(picked)).catch(fail) }, t('diff'))))), answer);
}

async function shown(version) {
  const kept = await get('rules/versions/' + encodeURIComponent(version));
  return [h('section', { class: 'card' }, h('h2', { class: 'mono' }, version),
    h('div', { class: 'card-body' }, kept.yaml ? h('pre', { tabindex: '0', role: 'region', 'aria-label': version }, kept.yaml) : h('p', {}, t('dedicated'), ' ', channels([kept.channel]))))];
}

async function difference({ before, after }) {
  if (!before || !after) throw new Error(t('pickTwo'));
  const told = await get(`rules/diff/${encodeURIComponent(before)}/${encodeURIComponent(after)}`);
  const body = !told.cases ? [h('p', { class: 'dim' }, t(before === after ? 'noDiff' : 'onlyChannels'))]
    : told.cases.length || told.default ? [...told.cases.map(changed), told.default ? defaults(told.default) : null] : [h('p', { class: 'dim' }, t('noDiff'))];
  return [h('section', { class: 'card' },
    h('div', { class: 'card-head' }, h('h2', { class: 'mono' }, `${before} → ${after}`)), h('div', { class: 'card-body diff' }, body))];
}

function changed(c) {
  const at = c.from && c.to && c.from !== c.to ? t('caseMoved', c.from, c.to) : t('caseNo', c.to ?? c.from);
  return h('div', { class: `change ${c.what}` }, h('p', {}, h('strong', {}, t(c.what)), ' ', h('span', { class: 'dim' }, at)),
    c.before ? h('div', { class: 'was' }, inWords(c.before)) : null, c.after ? h('div', { class: 'is' }, inWords(c.after)) : null);
}

const inWords = c => [
  c.if.length ? conditions(c) : h('span', { class: 'dim' }, t('noCondition')),
  h('p', { class: 'row' }, '→', target(c), h('span', { class: 'dim' }, t(c.fallthrough ? 'goesOn' : 'stops'))),
];

const defaults = d => h('div', { class: 'change changed' }, h('p', {}, h('strong', {}, t('changed')), ' ', h('span', { class: 'dim' }, t('byDefault'))),
  h('div', { class: 'was' }, channels(d.before.channels.map(String))), h('div', { class: 'is' }, channels(d.after.channels.map(String))));
