-- Asks for random orders out of a file of existing ones; the requests are made beforehand, so that the load
-- generator costs as little as it can on a machine that it shares with what it measures.
local requests = {}

function init(args)
  local headers = { ["Authorization"] = "Bearer " .. os.getenv("VAULT_BENCH_TOKEN") }
  for order in io.lines(os.getenv("VAULT_BENCH_ORDERS")) do
    requests[#requests + 1] = wrk.format("GET", "/api/v1/orders/" .. order .. "/location", headers)
  end
  math.randomseed(tonumber(os.getenv("VAULT_BENCH_SEED")))
end

function request()
  return requests[math.random(#requests)]
end
