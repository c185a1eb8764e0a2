-- wrk sends, receives and deletes messages in turn, as a producer and a consumer do together:
--   wrk -s send_receive_delete.lua URL -- SEND RECEIVE DELETE
-- The arguments are files with the bytes of the requests. DELETE holds a receipt handle of the usual length, made of '#';
-- the handles that were received take its place.

require "summary"

local send, receive, delete_head, delete_tail
local handles = {}
local sends_next = true

local function bytes_of(path)
   local file = assert(io.open(path, "rb"))
   local bytes = file:read("*a")
   file:close()
   return bytes
end

function init(args)
   send, receive = bytes_of(args[1]), bytes_of(args[2])
   local delete = bytes_of(args[3])
   local first, last = delete:find("##+")
   delete_head, delete_tail = delete:sub(1, first - 1), delete:sub(last + 1)
end

function request()
   local handle = table.remove(handles)
   if handle then return delete_head .. handle .. delete_tail end
   local which = sends_next and send or receive
   sends_next = not sends_next
   return which
end

function response(status, headers, body)
   local handle = body:match('"ReceiptHandle": ?"([^"]+)"')
   if handle then handles[#handles + 1] = handle end
end
