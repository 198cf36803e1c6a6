defmodule Clock do
  use GenServer

  @period :timer.minutes(1)

  def start_link(_),
    do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)

  @impl true
  def init(nil) do
    Process.send_after(self(), :tick, @period)
    {:ok, nil}
  end

  # One message after the other: two runs never overlap.
  @impl true
  def handle_info(:tick, nil) do
    tidy_up()
    # Only now, so that none pile up behind a slow one.
    Process.send_after(self(), :tick, @period)
    {:noreply, nil}
  end

  defp tidy_up, do: :ok
end
