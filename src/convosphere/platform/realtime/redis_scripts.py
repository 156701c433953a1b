"""The scripts that make a Redis stream a numbered log, and how their channel messages are read.

An event's number is the first half of its stream id (`n-0`). A stream begins with a marker entry (field
"b") that holds its base number, so that an established stream without events has a head. Numbers stay below
2**53: Lua's are doubles.
"""

from collections.abc import Sequence

# KEYS: the stream, and its channel. ARGV: most entries, seconds to keep, lengths of the events, the events.
# The message on the channel is "<number of the last event>;<lengths>;<events one after the other>".
APPEND = """
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local number
if last then
  number = tonumber(string.match(last[1], '^%d+'))
else
  local time = redis.call('TIME')
  number = time[1] * 1000000 + time[2]
end
for index = 4, #ARGV do
  number = number + 1
  redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[1], string.format('%.0f-0', number), 'd', ARGV[index])
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call('PUBLISH', KEYS[2], string.format('%.0f;', number) .. ARGV[3] .. ';' .. table.concat(ARGV, '', 4))
return number
"""

# KEYS: the stream. ARGV: seconds to keep.
HEAD = """
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local number
if last then
  number = tonumber(string.match(last[1], '^%d+'))
else
  local time = redis.call('TIME')
  number = time[1] * 1000000 + time[2]
  redis.call('XADD', KEYS[1], string.format('%.0f-0', number), 'b', '')
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return number
"""

# KEYS: the stream. ARGV: the number to read after, most entries. Nil: trimmed, or another log's number.
READ = """
local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
if not first then return nil end
local oldest = tonumber(string.match(first[1], '^%d+'))
if first[2][1] ~= 'b' then oldest = oldest - 1 end
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local after = tonumber(ARGV[1])
if after < oldest or after > tonumber(string.match(last[1], '^%d+')) then return nil end
return redis.call('XRANGE', KEYS[1], string.format('%.0f-0', after + 1), '+', 'COUNT', ARGV[2])
"""

# KEYS: the stream. ARGV: most entries. The newest first.
RECENT = """
return redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', ARGV[1])
"""

# KEYS: streams. ARGV: seconds to keep.
KEEP = """
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[1]) end
return #KEYS
"""


def pack_lengths(events: Sequence[bytes]) -> bytes:
    """The events' lengths as the channel message says them."""
    return b",".join(b"%d" % len(event) for event in events)


def unpack_message(message: bytes) -> tuple[int, list[bytes]]:
    """The number of the first event in a channel message, and the events."""
    last, lengths, joined = message.split(b";", 2)
    events = []
    start = 0
    for length in lengths.split(b","):
        end = start + int(length)
        events.append(joined[start:end])
        start = end
    return int(last) - len(events) + 1, events
