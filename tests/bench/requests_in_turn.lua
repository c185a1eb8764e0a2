-- wrk sends the requests of a file by turns, each of which stands behind a line that says how long it is:
-- wrk -s requests_in_turn.lua URL -- FILE

require "summary"

function init(args)
   local file = assert(io.open(args[1], "rb"))
   local requests, turn = {}, 0
   for length in function() return file:read("*n") end do
      file:read(1) -- what ends the line
      requests[#requests + 1] = file:read(length)
   end
   file:close()
   wrk.format = function()
      turn = turn % #requests + 1
      return requests[turn]
   end
end
