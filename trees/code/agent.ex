defmodule Stock do
  use Agent

  def start_link(opts) do
    Agent.start_link(fn -> %{} end, opts)
  end

  def count(stock, fruit), do: Agent.get(stock, &Map.get(&1, fruit, 0))

  # The function runs in the agent: keep it short, the others wait.
  def take(stock, fruit, amount) do
    Agent.get_and_update(stock, fn counts ->
      left = Map.get(counts, fruit, 0) - amount
      {left, Map.put(counts, fruit, left)}
    end)
  end
end
