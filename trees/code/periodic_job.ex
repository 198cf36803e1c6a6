# In the configuration, once for all nodes. 3:00 in UTC, every day:
#   plugins: [{Oban.Plugins.Cron, crontab: [{"0 3 * * *", Shop.Report}]}]
defmodule Shop.Report do
  # Twice within the hour is once too often: a retry is the same job.
  use Oban.Worker, queue: :reports, max_attempts: 20, unique: [period: 3600]

  @impl Oban.Worker
  def perform(%Oban.Job{inserted_at: due}) do
    Shop.Reports.write(Date.add(DateTime.to_date(due), -1))
  end
end
