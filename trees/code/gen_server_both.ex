defmodule Visits do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, 0, opts)
  # It may be lost, and nobody waits for it.
  def count(visits), do: GenServer.cast(visits, :count)
  # Whoever asks waits for the answer: how many since it was asked last.
  def collect(visits), do: GenServer.call(visits, :collect)

  @impl true
  def init(n), do: {:ok, n}

  @impl true
  def handle_cast(:count, n), do: {:noreply, n + 1}

  @impl true
  def handle_call(:collect, _from, n), do: {:reply, n, 0}
end
