defmodule Bids do
  use GenServer

  # A child of its own, before those who use it: it only owns the table and
  # writes, so that a crash of theirs leaves the rows alone.
  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: Bids)
  def put(lot, amount), do: GenServer.call(Bids, {:put, lot, amount})

  # Reads go past the mailbox, in the process of whoever asks.
  def highest(lot) do
    case :ets.lookup(Bids, lot) do
      [{^lot, amount}] -> amount
      [] -> 0
    end
  end

  @impl true
  def init(nil),
    do: {:ok, :ets.new(Bids, [:named_table, read_concurrency: true])}

  @impl true
  def handle_call({:put, lot, amount}, _from, table),
    do: {:reply, :ets.insert(table, {lot, amount}), table}
end
