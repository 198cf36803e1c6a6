defmodule Rates do
  use GenServer

  # In the tree: Rates. It only owns the table, which callers write, too.
  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: Rates)
  @impl true
  def init(nil) do
    {:ok, :ets.new(Rates, [:named_table, :public, read_concurrency: true])}
  end

  # Whoever misses loads it, once for all who miss that key meanwhile: the
  # lock is the key's. No row is ever thrown out: Cachex does both.
  def get(key), do: hit(key) || once(key, fn -> hit(key) || load(key) end)

  defp once(key, f), do: :global.trans({{Rates, key}, self()}, f, [node()])

  defp hit(key) do
    rows = :ets.lookup(Rates, key)
    Enum.find_value(rows, fn {_, rate, at} -> at > now() - 60 && rate end)
  end

  defp load(key), do: keep(key, String.length(key))
  defp keep(key, rate), do: :ets.insert(Rates, {key, rate, now()}) && rate
  defp now, do: System.monotonic_time(:second)
end
