/**
 * What Redis does in one step each, in Lua (EVAL). Keys that a script only reads come as arguments, not as KEYS: EVAL asks for the right to
 * write every key in KEYS, and a desk must not need that for proposals, nor a proxy for answers.
 * See https://redis.io/docs/latest/develop/programmability/eval-intro/ and .../operate/oss_and_stack/management/security/acl/
 */

/**
 * Keeps a proposal, with a lease for its proxy, and drops from the list of the pending what has run out of time.
 * KEYS: proposal, proxy, pending. ARGV: answer key, boot, id, json, keepMs, leaseMs, channel, answerKeys.
 */
export const SUBMIT = `
local kept = redis.call('HMGET', KEYS[1], 'boot', 'json')
if kept[1] then
  if kept[1] ~= ARGV[2] or kept[2] ~= ARGV[4] then return 'taken' end
  redis.call('SET', KEYS[2], '1', 'PX', ARGV[6])
  return 'kept'
end
if redis.call('EXISTS', ARGV[1]) == 1 then return 'taken' end
local keep = tonumber(ARGV[5])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[1], 'boot', ARGV[2], 'json', ARGV[4], 'answerKeys', ARGV[8])
redis.call('PEXPIRE', KEYS[1], keep)
redis.call('SET', KEYS[2], '1', 'PX', ARGV[6])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
redis.call('ZADD', KEYS[3], now + keep, ARGV[2] .. ':' .. ARGV[3])
if redis.call('PTTL', KEYS[3]) < keep then redis.call('PEXPIRE', KEYS[3], keep) end
redis.call('PUBLISH', ARGV[7], '')
return 'kept'
`;

/** KEYS: proposal, pending. ARGV: boot, id, channel. */
export const WITHDRAW = `
local boot = redis.call('HGET', KEYS[1], 'boot')
if boot and boot ~= ARGV[1] then return 'kept' end
redis.call('DEL', KEYS[1])
if redis.call('ZREM', KEYS[2], ARGV[1] .. ':' .. ARGV[2]) == 1 or boot then redis.call('PUBLISH', ARGV[3], '') end
return 'gone'
`;

/**
 * What there is for each proposal that is waited for: "a" and the answer's record, "malformed", "waiting" or "missing".
 * KEYS: answer and proposal of each id, in turn. ARGV: boot, most bytes of an answer. For EVAL_RO.
 */
export const READ = `
local found = {}
for i = 1, #KEYS, 2 do
  local kind = redis.call('TYPE', KEYS[i]).ok
  local state = 'malformed'
  if kind == 'string' and redis.call('STRLEN', KEYS[i]) <= tonumber(ARGV[2]) then
    state = 'a' .. redis.call('GET', KEYS[i])
  elseif kind == 'none' then
    state = redis.pcall('HGET', KEYS[i + 1], 'boot') == ARGV[1] and 'waiting' or 'missing'
  end
  found[#found + 1] = state
end
return found
`;

/**
 * The boot, the JSON and the answer keys of each proposal, in turn; three empty strings for one that is missing, too long, or no proposal.
 * KEYS: the proposals. ARGV: most bytes of a proposal. For EVAL_RO.
 */
export const PROPOSALS = `
local found = {}
for i = 1, #KEYS do
  local boot, json, answerKeys = '', '', ''
  local length = redis.pcall('HSTRLEN', KEYS[i], 'json')
  if type(length) == 'number' and length > 0 and length <= tonumber(ARGV[1]) then
    boot = redis.call('HGET', KEYS[i], 'boot') or ''
    json = redis.call('HGET', KEYS[i], 'json')
    answerKeys = redis.call('HGET', KEYS[i], 'answerKeys') or ''
  end
  found[#found + 1] = boot
  found[#found + 1] = json
  found[#found + 1] = answerKeys
end
return found
`;

/**
 * Compares and sets: the first answer to a proposal whose proxy lives is recorded in the stream of decisions and given to the proxy. The
 * same record again has the outcome of the first time.
 * KEYS: answer, pending, decisions. ARGV: proposal key, proxy key, boot, id, record, answers channel, changes channel, then the
 * stream's fields and values in turn.
 */
export const DECIDE = `
local answer = redis.call('GET', KEYS[1])
if answer == ARGV[5] then return 'recorded' end
if redis.call('HGET', ARGV[1], 'boot') ~= ARGV[3] or redis.call('EXISTS', ARGV[2]) == 0 then return 'gone' end
if answer then return 'already-decided' end
local keep = redis.call('PTTL', ARGV[1])
if keep < 0 then return 'gone' end
local entry = {}
for i = 8, #ARGV do entry[#entry + 1] = ARGV[i] end
redis.call('XADD', KEYS[3], '*', unpack(entry))
redis.call('SET', KEYS[1], ARGV[5], 'PX', math.max(keep, 1))
redis.call('ZREM', KEYS[2], ARGV[3] .. ':' .. ARGV[4])
redis.call('PUBLISH', ARGV[6], ARGV[4])
redis.call('PUBLISH', ARGV[7], '')
return 'recorded'
`;

/**
 * A sign that a proxy answers calls, and the calls to it: id and JSON in turn.
 * KEYS: callable, calls. ARGV: boot, leaseMs.
 */
export const CALLS = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('HGETALL', KEYS[2])
`;

/** The proxies that answer calls. KEYS: callable. For EVAL_RO. */
export const CALLABLE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
`;

/** KEYS: calls. ARGV: id, json, keepMs, channel. */
export const CALL = `
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
redis.call('PUBLISH', ARGV[4], '')
return 'kept'
`;

/** A call that was hung up is not there any more. KEYS: calls, reply. ARGV: id, json, keepMs. */
export const REPLY = `
if redis.call('HDEL', KEYS[1], ARGV[1]) == 1 then redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3]) end
return 'kept'
`;
