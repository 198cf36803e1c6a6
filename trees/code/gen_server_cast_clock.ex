defmodule Visits do
  use GenServer
  require Logger

  @period :timer.minutes(1)

  def start_link(opts), do: GenServer.start_link(__MODULE__, nil, opts)
  def count(visits), do: GenServer.cast(visits, :count)

  @impl true
  def init(nil) do
    Process.send_after(self(), :report, @period)
    {:ok, 0}
  end

  @impl true
  def handle_cast(:count, visits), do: {:noreply, visits + 1}

  @impl true
  def handle_info(:report, visits) do
    Logger.info("#{visits} visits in a minute")
    Process.send_after(self(), :report, @period)
    {:noreply, 0}
  end
end
