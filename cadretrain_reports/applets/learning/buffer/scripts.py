"""What Redis does in one go. Nothing is decided here: a value is changed if it is still the one that was looked at."""

from __future__ import annotations

from typing import Final

STATE: Final = ":state"
"""The field of a study's hash that says what its beats may rely on; the other fields are its sessions."""

SWAP: Final = """
local seen = redis.call('HMGET', KEYS[1], ARGV[1], ':state')
if (seen[1] or '') ~= ARGV[2] or (seen[2] or '') ~= ARGV[4] then return seen end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3], ':state', ARGV[5])
redis.call('PERSIST', KEYS[1])
redis.call('ZADD', KEYS[2], 'NX', ARGV[7], ARGV[6])
return {ARGV[3], ARGV[5]}
"""
"""Put a page's value and its study's state in place of those that were seen, and mark the study for the flush.

Keys: the study, the marked studies. Arguments: session, page seen, page, state seen, state, study, instant. What was
not there is the empty text. Returns page and state as they are held now, whether or not it was done."""

EXTEND: Final = """
local seen = redis.call('HMGET', KEYS[1], ARGV[1], ':state')
if seen[1] ~= ARGV[2] or not seen[2] or string.match(seen[2], '^[^,]*') ~= ARGV[4] then return seen end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('PERSIST', KEYS[1])
redis.call('ZADD', KEYS[2], 'NX', ARGV[6], ARGV[5])
return {ARGV[3], seen[2]}
"""
"""Put a page's value in place of the one that was seen, as long as there is a state that begins as the one seen.

A state begins with what must not have changed since. Keys as above. Arguments: session, page seen, page, beginning of
the state, study, instant. Returns page and state as they are held now, whether or not it was done."""

ACKNOWLEDGE: Final = """
local left = redis.call('HLEN', KEYS[1])
local state = redis.call('HGET', KEYS[1], ':state')
if state then left = left - 1 end
if state and state == ARGV[3] then
  if ARGV[4] == '' then redis.call('HDEL', KEYS[1], ':state')
  else redis.call('HSET', KEYS[1], ':state', ARGV[4]) end
end
for i = 5, #ARGV, 3 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
    left = left - 1
    if ARGV[i + 2] == '' then redis.call('HDEL', KEYS[1], ARGV[i])
    else redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2]) end
  end
end
if left == 0 then
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return left
"""
"""Say that a study's pages are stored. What has changed since it was looked at stays as it is, and stays marked.

Keys as above. Arguments: study, seconds that what is stored is remembered, state seen, state, then for each page its
session, the value that was stored, and the value to go on with. An empty text has the field forgotten. Returns how many
pages are still to be stored."""
