# In the configuration, once for all nodes. Midnight in UTC, every day; for
# three in the morning it is "0 3 * * *":
#   plugins: [{Oban.Plugins.Cron, crontab: [{"0 0 * * *", Shop.Report}]}]
defmodule Shop.Report do
  # Twice within the hour is once too often: a retry is the same job.
  use Oban.Worker, queue: :reports, max_attempts: 20, unique: [period: 3600]

  # A night without a running node is not made up for: look what is missing.
  @impl Oban.Worker
  def perform(%Oban.Job{inserted_at: due}) do
    Shop.Reports.write_missing(Date.add(DateTime.to_date(due), -1))
  end
end
