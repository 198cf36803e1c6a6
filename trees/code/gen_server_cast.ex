defmodule Visits do
  use GenServer

  def start_link(opts), do: GenServer.start_link(__MODULE__, %{}, opts)

  # It returns at once and proves nothing, not even that anybody is there.
  # The mailbox has no limit: watch its message_queue_len.
  def count(visits, page), do: GenServer.cast(visits, {:count, page})

  @impl true
  def init(counts), do: {:ok, counts}

  @impl true
  def handle_cast({:count, page}, counts) do
    {:noreply, Map.update(counts, page, 1, &(&1 + 1))}
  end
end
