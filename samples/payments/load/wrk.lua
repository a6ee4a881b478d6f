-- Gives wrk the signed requests of a file, in order and round again. Usage: wrk -s wrk.lua URL -- targets.tsv
local made = {}
local at = 0

function init(args)
  for line in io.lines(args[1]) do
    local method, path, timestamp, key, signature, body = line:match("^(%S+)\t(%S+)\t(%d+)\t([^\t]*)\t(%x+)\t(.*)$")
    local headers = { ["X-Timestamp"] = timestamp, ["X-Signature"] = signature }
    if key ~= "" then headers["Idempotency-Key"] = key end
    if body == "" then body = nil else headers["Content-Type"] = "application/json" end
    made[#made + 1] = wrk.format(method, path, headers, body)
  end
end

function request()
  at = at % #made + 1
  return made[at]
end
