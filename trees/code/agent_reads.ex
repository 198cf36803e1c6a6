defmodule Stock do
  use Agent

  # It owns the table and alone writes to it; the rows end with it.
  def start_link(opts) do
    options = [:named_table, read_concurrency: true]
    Agent.start_link(fn -> :ets.new(Stock, options) end, opts)
  end

  # Reads go past it, in the process of whoever asks.
  def count(fruit) do
    case :ets.lookup(Stock, fruit) do
      [{^fruit, n}] -> n
      [] -> 0
    end
  end

  def put(stock, fruit, n) do
    Agent.update(stock, fn table ->
      :ets.insert(table, {fruit, n})
      table
    end)
  end
end
