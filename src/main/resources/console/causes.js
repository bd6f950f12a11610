// Why something is so, as the relay says it, in the language of the page: the relay has one language, the pages have two. What
// is not here stays as the relay said it. {} is what varies. A test holds that the relay still says each of these.
export const CAUSES = [
  // What came of a request to Flashduty
  ['no whole answer within {}', '{}内没有收到完整应答'],
  ['no connection within {}: name, connection or TLS', '{}内未能建立连接：请检查域名、网络或 TLS'],
  ['the requests before it hang, and have for more than {}', '之前的请求超过{}仍未结束'],
  ['an answer of more than {} bytes, whose end is not known', '应答超过 {} 字节，未读完'],
  ['the answer is too long to be read whole', '应答过长，未读完'],
  ['an answer of more than {} bytes that is not Flashduty\'s JSON', '应答超过 {} 字节，且不是 Flashduty 的 JSON：推送地址可能有误，或被代理拦截'],
  ['an answer of {} bytes that is not Flashduty\'s JSON', '应答 {} 字节，不是 Flashduty 的 JSON：推送地址可能有误，或被代理拦截'],
  ['an empty answer', '应答为空'],
  ['no error object in the answer', '应答中没有错误信息'],
  // What a delivery waits for
  ['the channel is held: ', '协作空间已挂起：'],
  ['the channel is probing: ', '协作空间正在探测：'],
  ['the channel is slowed: ', '协作空间正在降速：'],
  ['the channel is paused by {} until {}', '协作空间已由 {} 暂停，至 {}'],
  ['the channel is paused by ', '协作空间已暂停，操作人：'],
  [', tried at {}', '，下次尝试 {}'],
  ['retried at {}', '将于 {} 重试'],
  ['behind {}, of the same alert', '排在同一告警的 {} 之后'],
  ['its turn', '轮到它'],
  ['in flight', '正在发送'],
  [', 1 attempt so far', '，已尝试 1 次'],
  [', {} attempts so far', '，已尝试 {} 次'],
  // Why it was decided so
  ['no channel of its firing is configured any more: ', '触发时去往的协作空间均已不在配置中：'],
  ['follows its firing: ', '跟随其触发：'],
  ['; not to {}, no longer configured', '；不再发往 {}（已不在配置中）'],
  ['no case matched', '没有 case 命中'],
  ['default: ', '默认：'],
  [' gave no existing channel', ' 没有给出现有的协作空间'],
  ['case {} failed (', 'case {} 出错（'],
  // Bodies
  ['The body comes from a notification template for people, such as ARMS\' preset one: ', '请求体来自供人阅读的通知模板，例如 ARMS 的预置模板：'],
  ['it is JSON, but has no alerts with status and labels', '是 JSON，但没有带 status 和 labels 的告警'],
  ['The body is not JSON: it is empty.', '请求体为空，不是 JSON。'],
  ['The body is not JSON: ', '请求体不是 JSON：'],
  ['it is truncated, it ends before the JSON is complete', '内容被截断，JSON 不完整'],
  ['something follows the end of the JSON', 'JSON 结束之后还有内容'],
  ['it is no valid JSON', 'JSON 格式错误'],
  [', within what began', '，其开头在'],
  [' at line {}, column {}', '（第 {} 行第 {} 列）'],
  ['The body is not UTF-8, at byte {}.', '请求体不是 UTF-8，从第 {} 个字节起。'],
  ['expected an array of alerts, found none', '应为告警数组，实际没有'],
  ['expected at least one alert, found none in the array', '数组中至少应有一条告警，实际为空'],
  ['expected at least one label, or a fingerprint, found neither', '至少应有一个标签或 fingerprint，实际都没有'],
  ['expected firing or resolved, found another value', '应为 firing 或 resolved，实际是其他值'],
  ['expected firing or resolved, found none, nor one of the body', '应为 firing 或 resolved，实际没有'],
  ['expected once, found more than once in the same object.', '只应出现一次，却在同一对象中重复出现。'],
  ['the relay failed to read the body: ', '中继读取请求体时出错：'],
  ['integration {} is not configured', '集成 {} 不在配置中'],
  ['If ARMS sent it: in the ARMS console, Alert Management > Notification Objects > Webhook, the template must be {} and nothing else; the firing and the recovery template are two separate settings.',
    '若由 ARMS 发送：在 ARMS 控制台“告警管理 → 通知对象 → Webhook”中，模板必须只有 {}；告警模板和恢复模板是两个独立的设置。'],
  ['As ARMS\' preset template: ', '按 ARMS 预置模板读取：'],
  ['the status is missing: expected {}, or to be told whether it is firing or resolved (--status); found {}, which a firing and a recovery may both have', '缺少状态：应有 {}，或指明是触发还是恢复；只有 {}，触发和恢复都可能带有它'],
  ['the body states no severity: the integration\'s default_severity is used', '请求体未注明级别：使用集成的 default_severity'],
  // Requests that were refused
  ['the integration key is not a known one', '未知的集成密钥'],
  ['no integration key; expected the parameter integration_key or the header X-Integration-Key', '缺少集成密钥：应由参数 integration_key 或请求头 X-Integration-Key 提供'],
  ['the integration key {}… (by its hash) of {} has expired: not_after is {}', '集成 {2} 的密钥 {1}…（哈希）已过期：not_after 为 {3}'],
  ['too many webhooks are in flight', '在途的 webhook 过多'],
  ['too many connections; please try again', '连接过多'],
  ['the relay has no room to store it', '中继没有空间存储'],
  ['the relay is starting', '中继正在启动'],
  ['the relay is stopping', '中继正在停止'],
  // Parts of the relay, its disk
  ['Kafka has not answered for {} s', 'Kafka 已 {} 秒没有应答'],
  ['no progress for {} s', '已 {} 秒没有进展'],
  ['; it is at: ', '，停在：'],
  ['it ends again and again: ', '反复退出：'],
  ['these threads wait for one another: ', '以下线程相互等待：'],
  ['the data folder {} can\'t be written ({}, {} free): make room, or mend its disk', '数据目录 {} 无法写入（{}，剩余 {}）：请清理空间或修复磁盘'],
  ['the disk of the data folder {} is nearly full: {} free, wanted are {} (kafka.min_free): make room, or move kafka.data', '数据目录 {} 所在磁盘即将用尽：剩余 {}，至少需要 {}（kafka.min_free）'],
  // Rules that are hardly meant so
  ['it can never hold together with {} in the same case', '不可能与同一 case 中的 {} 同时成立'],
  ['it can never hold: ', '永远不成立：'],
  ['so case {} matches no alert', '因此 case {} 不会命中任何告警'],
  ['all conditions of a case must hold: what may be one or the other goes into the vals of one condition, or into two cases', 'case 的所有条件须同时成立；“或”的关系应写在一个条件的 vals 中，或拆成两个 case'],
  ['the label\'s name has a space at an end', '标签名首尾有空格'],
  ['it matches every value, so the others in the list mean nothing', '它匹配任意值，列表中的其他值不起作用'],
  ['leave it out, or leave the others out', '去掉它，或去掉其他值'],
  ['the value stands in the list already', '列表中已有该值'],
  ['no severity matches it', '没有级别与之匹配'],
  ['the severities are Critical, Warning and Info, and case matters', '级别为 Critical、Warning、Info，区分大小写'],
  ['it matches every alert that comes to it, so the default is never used', '它命中所有到达它的告警，因此默认永远不会用到'],
  ['if it stands for all the rest, put its channels into the default and leave the case out', '若它代表“其余全部”，请把它的协作空间写入默认，并去掉该 case'],
  ['it is never reached: ', '永远到不了：'],
  [', which has no conditions,', '（没有条件）'],
  [' takes every alert that it would match, and stops', ' 已接走它会命中的所有告警，并到此为止'],
  ['put it before {}, or give {} fallthrough: true, or leave it out', '把它放到 {} 之前，或为 {} 设置 fallthrough: true，或去掉它'],
  ['leave the condition out, or the case', '去掉该条件或该 case'],
  ['leave it out', '去掉它'],
];

/** What Java and its libraries say of a connection. */
export const OF_JAVA = [
  ['UnknownHostException: ', '域名无法解析：'],
  ['HttpHostConnectException: ', '无法建立连接：'],
  ['ConnectTimeoutException: ', '建立连接超时：'],
  ['SSLHandshakeException: ', 'TLS 握手失败：'],
  ['NoHttpResponseException: ', '对方没有应答就关闭了连接：'],
  ['SocketException: ', '连接中断：'],
  ['Connection refused', '连接被拒绝'],
  ['Connection reset', '连接被重置'],
];

/** What the API refuses, by its code; what the message of others adds stays as it is. */
export const REFUSALS = {
  Starting: '中继正在启动。', Stopping: '中继正在停止。', KafkaAway: 'Kafka 没有应答，请稍后再试。', Busy: '请求过多，请稍后再试。',
  TooManyQuestions: '同时进行的查询过多，请稍后再试。', UnknownId: '没有这个编号，或已因过期被删除。', UnknownVersion: '没有这个版本。',
  UnknownRequestId: '没有这个 request id 的记录，或已不再保留。', NotUndecided: '没有执行：其中有的已被处理。', InvalidRules: '规则有误。',
  UnknownReplay: '没有这个重放。', UnknownIntegration: '没有这个集成。', NotPaused: '该协作空间没有暂停。', Paused: '该协作空间已暂停：请先恢复。',
  NotHeld: '该协作空间没有挂起，无需探测。',
};

const units = { ms: '毫秒', s: '秒', min: '分钟', h: '小时' };
const pattern = english => new RegExp(english.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll('{}', '(.{1,300}?)') + (english.endsWith('{}') ? '(?=$|[,;()，]|\\.(?:\\s|$))' : ''), 'g');
let compiled = null;

/** The same in Chinese, as far as it is known. */
export function inChinese(text) {
  compiled ??= [...CAUSES, ...OF_JAVA].map(([english, chinese]) => [pattern(english), chinese]);
  return compiled.reduce((sofar, [english, chinese]) => sofar.replace(english, (...found) => {
    let n = 0;
    return chinese.replace(/\{(\d?)\}/g, (_, place) => found[place || ++n].replace(/^(\d+) (ms|s|min|h)$/, (_, amount, unit) => `${amount} ${units[unit]}`));
  }), text).replace(/(?<=[\u4e00-\u9fff）])([.;:])(?=\s|$)\s*/g, (_, mark) => ({ '.': '。', ';': '；', ':': '：' })[mark]).trim();
}
