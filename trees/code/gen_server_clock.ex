defmodule Quota do
  use GenServer

  @period :timer.minutes(1)

  def start_link(opts), do: GenServer.start_link(__MODULE__, nil, opts)
  def take(quota), do: GenServer.call(quota, :take)

  @impl true
  def init(nil) do
    Process.send_after(self(), :refill, @period)
    {:ok, 100}
  end

  @impl true
  def handle_call(:take, _from, 0), do: {:reply, false, 0}
  def handle_call(:take, _from, left), do: {:reply, true, left - 1}

  # One message among the others: never beside a call.
  @impl true
  def handle_info(:refill, _left) do
    Process.send_after(self(), :refill, @period)
    {:noreply, 100}
  end
end
