/**
 * What Redis does for approved values in one step each, in Lua. KEYS of all: record, name, left, ends (hashes by a grant's id), revoked
 * (a sorted set of ids by when), state, unspent (a hash).
 */

const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

const CHANGED = `
local function changed(state, channel)
  redis.call('SET', KEYS[6], state)
  redis.call('PUBLISH', channel, '')
end
local function drop(id)
  for i = 1, 4 do redis.call('HDEL', KEYS[i], id) end
  redis.call('HDEL', KEYS[7], id)
end
`;

/** ARGV: new state, channel, id, fingerprint, record, keepMs or "", uses or "", most grants. */
export const PUT: string = `${NOW}${CHANGED}
local ends = redis.call('HGETALL', KEYS[4])
for i = 1, #ends, 2 do
  if tonumber(ends[i + 1]) <= now then drop(ends[i]) end
end
local id = ARGV[3]
if redis.call('ZSCORE', KEYS[5], id) or redis.call('HEXISTS', KEYS[1], id) == 1 then return 'kept' end
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[8]) then return 'full' end
redis.call('HSET', KEYS[1], id, ARGV[5])
redis.call('HSET', KEYS[2], id, ARGV[4])
if ARGV[6] ~= '' then redis.call('HSET', KEYS[4], id, now + tonumber(ARGV[6])) end
if ARGV[7] ~= '' then
  redis.call('HSET', KEYS[3], id, 0)
  redis.call('HSET', KEYS[7], id, ARGV[7])
end
changed(ARGV[1], ARGV[2])
return 'kept'
`;

/** The state, and unless that is known: id, record, milliseconds left or "", uses left or "" of each grant. ARGV: the known state. */
export const READ_GRANTS: string = `${NOW}
local state = redis.call('GET', KEYS[6]) or ''
local found = { state }
if state == ARGV[1] then return { state, 'unchanged' } end
local records = redis.call('HGETALL', KEYS[1])
for i = 1, #records, 2 do
  local ends = redis.call('HGET', KEYS[4], records[i])
  local left = ends and tonumber(ends) - now
  if not left or left > 0 then
    found[#found + 1] = records[i]
    found[#found + 1] = records[i + 1]
    found[#found + 1] = left and tostring(left) or ''
    found[#found + 1] = redis.call('HGET', KEYS[3], records[i]) or ''
  end
end
return found
`;

/** ARGV: new state, channel, id. */
export const TAKE: string = `${NOW}${CHANGED}
local left = tonumber(redis.call('HGET', KEYS[3], ARGV[3]) or '0')
local ends = tonumber(redis.call('HGET', KEYS[4], ARGV[3]) or math.huge)
if left < 1 or ends <= now then return 0 end
redis.call('HINCRBY', KEYS[3], ARGV[3], -1)
if left == 1 then changed(ARGV[1], ARGV[2]) end
return 1
`;

/** ARGV: new state, channel, id, uses. */
export const GIVE: string = `${CHANGED}
local left = redis.call('HGET', KEYS[3], ARGV[3])
if not left then return 0 end
redis.call('HINCRBY', KEYS[3], ARGV[3], ARGV[4])
if left == '0' then changed(ARGV[1], ARGV[2]) end
return 1
`;

/** ARGV: new state, channel, id, uses. */
export const SPENT: string = `${NOW}${CHANGED}
if redis.call('HEXISTS', KEYS[7], ARGV[3]) == 0 then return 0 end
if redis.call('HINCRBY', KEYS[7], ARGV[3], -tonumber(ARGV[4])) > 0 then return 0 end
drop(ARGV[3])
redis.call('ZADD', KEYS[5], now, ARGV[3])
changed(ARGV[1], ARGV[2])
return 1
`;

/** Each id is remembered for an hour, so that no call that was repeated brings it back. ARGV: new state, channel, fingerprint or "", ids. */
export const REVOKE: string = `${NOW}${CHANGED}
redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', now - 3600000)
local names = redis.call('HGETALL', KEYS[2])
local ids = {}
for i = 4, #ARGV do ids[#ids + 1] = ARGV[i] end
for i = 1, #names, 2 do
  if names[i + 1] == ARGV[3] then ids[#ids + 1] = names[i] end
end
for _, id in ipairs(ids) do
  drop(id)
  redis.call('ZADD', KEYS[5], now, id)
end
if #ids > 0 then changed(ARGV[1], ARGV[2]) end
return #ids
`;

/** For a desk, which may read no more than names. Whether a grant has this fingerprint. KEYS: name. ARGV: fingerprint. For EVAL_RO. */
export const IS_NAMED = `
for _, name in ipairs(redis.call('HVALS', KEYS[1])) do
  if name == ARGV[1] then return 1 end
end
return 0
`;

/** For a desk: as `REVOKE`. EVAL would ask for the right to read every key in KEYS. ARGV: what the keys begin with, new state, channel, fingerprint. */
export const REVOKE_NAMED: string = `${NOW}
local function key(name) return ARGV[1] .. name end
local names = redis.call('HGETALL', key('name'))
local isFound = 0
for i = 1, #names, 2 do
  if names[i + 1] == ARGV[4] then
    for _, name in ipairs({ 'record', 'name', 'left', 'ends', 'unspent' }) do redis.call('HDEL', key(name), names[i]) end
    redis.call('ZADD', key('revoked'), now, names[i])
    isFound = 1
  end
end
if isFound == 1 then
  redis.call('SET', key('state'), ARGV[2])
  redis.call('PUBLISH', ARGV[3], '')
end
return isFound
`;
