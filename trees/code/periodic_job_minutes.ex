# In the configuration, once for all nodes. Every minute; every five it is
# "*/5 * * * *", and at every full hour "0 * * * *":
#   plugins: [{Oban.Plugins.Cron, crontab: [{"* * * * *", Shop.Feed}]}]
defmodule Shop.Feed do
  # Two of one minute are one too many.
  use Oban.Worker, queue: :feeds, max_attempts: 20, unique: [period: 30]

  # A minute without a running node is not made up for: fetch what is new
  # since the last time, however long ago that was.
  @impl Oban.Worker
  def perform(%Oban.Job{}), do: Shop.Feeds.fetch_new()
end
