-- wrk sends one request, the bytes of a file, again and again: wrk -s constant_request.lua URL -- FILE

require "summary"

function init(args)
   local file = assert(io.open(args[1], "rb"))
   local request = file:read("*a")
   file:close()
   -- wrk asks once and keeps the bytes; nothing here runs per request.
   wrk.format = function() return request end
end
