defmodule Bids do
  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: Bids)
  def bid(lot, amount), do: GenServer.call(Bids, {:bid, lot, amount})

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
  def handle_call({:bid, lot, amount}, _from, table) do
    accepted = amount > highest(lot)
    if accepted, do: :ets.insert(table, {lot, amount})
    {:reply, accepted, table}
  end
end
