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
  ['its turn', '排队中'],
  ['in flight', '正在发送'],
  [', 1 attempt so far', '，已尝试 1 次'],
  [', {} attempts so far', '，已尝试 {} 次'],
  // Why it was decided so
  ['no channel of its firing is configured any more: ', '触发时去往的协作空间均已不在配置中：'],
  ['follows its firing: ', '沿用触发时的去向：'],
  ['; not to {}, no longer configured', '；不再发往 {}（已不在配置中）'],
  ['no case matched', '没有 case 命中'],
  ['default: ', '默认路由：'],
  [' gave no existing channel', ' 给出的协作空间不存在'],
  ['case {} failed (', 'case {} 出错（'],
  // Bodies
  ['The body comes from a notification template for people, such as ARMS\' preset one: ', '请求体来自供人阅读的通知模板，例如 ARMS 的预置模板：'],
  ['it is not even JSON', '连 JSON 都不是'],
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
  ['webhooks are answered 503, and nothing is delivered', 'webhook 得到 503，也无法投递'],
  ['see that the brokers run and can be reached from here; nothing accepted is lost, and the relay goes on by itself', '检查 broker 是否在运行、从本机能否连通；已接收的告警不会丢失，恢复后中继自动继续'],
  ['see the ERROR lines of the log; if it does not go on by itself within a minute, save a thread dump (jcmd <pid> Thread.print) and restart the relay: nothing accepted is lost', '查看日志中的 ERROR；若一分钟内未自行恢复，请保存线程转储（jcmd <pid> Thread.print）并重启中继：已接收的告警不会丢失'],
  ['webhooks are not taken or not answered', '无法接收或应答 webhook'],
  ['webhooks of this partition are accepted and not routed by the relay that has it', '该分区的 webhook 已接收，但负责它的中继没有路由'],
  ['webhooks of this partition are accepted and not routed', '该分区的 webhook 已接收，但没有路由'],
  ['webhooks are accepted and not routed', 'webhook 已接收，但没有路由'],
  ['what is delivered is not recorded, so channels stop after their next events', '投递结果无法记录，各协作空间再发几条后就会停下'],
  ['nothing is sent to this channel', '不再向该协作空间发送'],
  ['a request to this channel has not ended in its time', '发往该协作空间的请求超时仍未结束'],
  ['new events of this channel are not read, and so not sent', '该协作空间的新事件没有读取，因而没有发送'],
  ['events wait in this channel\'s topic and are not taken from it', '该协作空间 topic 中的事件无人取走'],
  ['replays that are ordered now do not begin', '新发起的重放不会开始'],
  ['replays do not go on', '重放停滞'],
  ['what is shown of replays is old', '显示的重放进度已过时'],
  ['the dead letters of the last 24 h are not counted', '最近 24 小时的死信没有统计'],
  ['what the endpoint refuses is not stored, and missing in audits', '被拒绝的请求没有记录，对账中会缺少'],
  ['no channel is notified of what is wrong with the relay, or that it runs', '中继的异常和心跳都不会发往任何协作空间'],
  ['settled records are not deleted, so the disk fills up', '已了结的记录没有删除，磁盘会逐渐占满'],
  ['a disk that fills up goes unnoticed, and then ends the relay', '磁盘将满时不会发现，写满后中继会退出'],
  ['a wall clock that is set back goes unnoticed, and may hold up Kafka', '系统时钟回拨时不会发现，可能使 Kafka 停滞'],
  ['the log\'s lines wait, and are lost beyond 4 MiB; all else goes on', '日志行等待写出，超过 4 MiB 的会丢失；其他一切照常'],
  ['changes of the configuration\'s files go unnoticed', '配置文件的改动不会被发现'],
  ['relays that start or end go unnoticed, so the account\'s rate is shared wrongly', '中继的启停不会被发现，账号限额的分配因此有误'],
  ['channels that are paused, resumed or probed by way of another relay go unnoticed', '经其他中继发出的暂停、恢复、探测不会生效'],
  ['whether Kafka answers, and what waits there, is not known', '不知道 Kafka 是否应答、其中还有多少在等待'],
  ['what /health and /metrics say is old', '/health 和 /metrics 的内容已过时'],
  ['a stage that stops now goes unnoticed', '此后停止工作的部件不会被发现'],
  ['threads of the relay wait for one another and will never go on', '中继的线程相互等待，无法继续'],
  ['embedded at ', '内嵌于 '],
  ['cluster at ', '集群 '],
  ['Kafka has not answered for {} s', 'Kafka 已 {} 秒没有应答'],
  ['no progress for {} s', '已 {} 秒没有进展'],
  ['it has not looked for {} s', '已 {} 秒没有检查'],
  ['; it is at: ', '，停在：'],
  ['a write to standard output, which is not read', '写标准输出，但无人读取'],
  ['it ends again and again: ', '反复退出：'],
  ['these threads wait for one another: ', '以下线程相互等待：'],
  ['the data folder {} can\'t be written ({}, {} free): make room, or mend its disk', '数据目录 {} 无法写入（{}，剩余 {}）：请清理空间或修复磁盘'],
  ['the disk of the data folder {} is nearly full: {} free, wanted are {} (kafka.min_free): make room, or move kafka.data', '数据目录 {} 所在磁盘即将用尽：剩余 {}，至少需要 {}（kafka.min_free）'],
  // Rules that are hardly meant so
  ['it can never hold together with {} in the same case', '不可能与同一 case 中的 {} 同时成立'],
  ['it can never hold: ', '永远不成立：'],
  ['so case {} matches no alert', '因此 case {} 不会命中任何告警'],
  ['all conditions of a case must hold: what may be one or the other goes into the vals of one condition, or into two cases', '一个 case 的所有条件须同时成立；“或”的关系应写在同一条件的 vals 中，或拆成两个 case'],
  ['the label\'s name has a space at an end', '标签名首尾有空格'],
  ['it matches every value, so the others in the list mean nothing', '它匹配任意值，列表中的其他值不起作用'],
  ['leave it out, or leave the others out', '去掉它，或去掉其他值'],
  ['the value stands in the list already', '列表中已有该值'],
  ['no severity matches it', '没有级别与之匹配'],
  ['the severities are Critical, Warning and Info, and case matters', '级别为 Critical、Warning、Info，区分大小写'],
  ['it matches every alert that comes to it, so the default is never used', '它命中所有到达它的告警，因此默认路由永远不会用到'],
  ['if it stands for all the rest, put its channels into the default and leave the case out', '若它代表“其余全部”，请把它的协作空间写入默认路由，并去掉该 case'],
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
