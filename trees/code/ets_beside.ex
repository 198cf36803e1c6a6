defmodule Visits do
  use GenServer

  # A child of its own, before those who use it: it only owns the table and
  # writes, so that a crash of theirs leaves the rows alone.
  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: Visits)
  def count(page), do: GenServer.call(Visits, {:count, page})

  # Reads go past the mailbox, in the process of whoever asks.
  def get(page) do
    case :ets.lookup(Visits, page) do
      [{^page, visits}] -> visits
      [] -> 0
    end
  end

  @impl true
  def init(nil),
    do: {:ok, :ets.new(Visits, [:named_table, read_concurrency: true])}

  @impl true
  def handle_call({:count, page}, _from, table) do
    {:reply, :ets.update_counter(table, page, 1, {page, 0}), table}
  end
end
